using System.ComponentModel.DataAnnotations;

namespace WsActors.Server.Options;

/// <summary>One certificate with its private key, and with the intermediate certificates that lead to its root.</summary>
public sealed record TlsCertificateOptions
{
    /// <summary>A PEM file (the server's certificate first, the intermediates behind it) or a PFX file.</summary>
    [Required]
    public string Path { get; init; } = string.Empty;

    /// <summary>The PEM file of the private key; empty where <see cref="Path"/> holds it.</summary>
    public string KeyPath { get; init; } = string.Empty;

    /// <summary>Opens the private key or the PFX file; never shown.</summary>
    public string Password { get; init; } = string.Empty;

    /// <summary>Server names that this certificate is for, "*.example.com" included; none: those that it bears itself.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];
}
