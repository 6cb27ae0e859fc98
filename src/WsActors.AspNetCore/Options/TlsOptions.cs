using System.ComponentModel.DataAnnotations;

namespace WsActors.AspNetCore.Options;

/// <summary>The lowest accepted version of TLS. Older versions are forbidden (RFC 8996).</summary>
internal enum TlsVersion
{
    Tls12,
    Tls13,
}

/// <summary>Settings of TLS for both listeners, which is on if there are certificates. Section <c>WsActors:Tls</c>.</summary>
internal sealed record TlsOptions
{
    /// <summary>The certificates. The first is used for clients that send no server name or an unknown one.</summary>
    public IReadOnlyList<TlsCertificateOptions> Certificates { get; init; } = [];

    /// <summary>True if the push listener uses TLS (wss) when there are certificates.</summary>
    public bool Push { get; init; } = true;

    /// <summary>True if the admin listener uses TLS (https) when there are certificates.</summary>
    public bool Admin { get; init; } = true;

    /// <summary>
    /// The lowest accepted version. RFC 9325 §3.1.1 still requires support for 1.2; 1.3 excludes clients from before about 2018.
    /// </summary>
    public TlsVersion MinimumVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>Interval between checks of the files for new content. Certificates are renewed days before the old one expires.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromMinutes(1);

    internal bool IsOnForPush => Push && Certificates.Count > 0;

    internal bool IsOnForAdmin => Admin && Certificates.Count > 0;
}
