using System.ComponentModel.DataAnnotations;
using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Options;

/// <summary>Settings of one certificate with its private key and its intermediate certificates.</summary>
internal sealed record TlsCertificateOptions
{
    /// <summary>A PEM file, with the server's certificate first and the intermediates after it, or a PFX file.</summary>
    [Required]
    public string Path { get; init; } = string.Empty;

    /// <summary>The PEM file of the private key; empty if <see cref="Path"/> holds it.</summary>
    public string KeyPath { get; init; } = string.Empty;

    /// <summary>Password of the private key or the PFX file; never logged.</summary>
    [Secret]
    public string Password { get; init; } = string.Empty;

    /// <summary>
    /// Server names for this certificate, wildcards such as "*.example.com" included; empty uses the names in the certificate.
    /// </summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];
}
