using System.ComponentModel.DataAnnotations;

namespace WsActors.Server.Options;

/// <summary>The lowest version of TLS that is spoken. Older ones are forbidden (RFC 8996).</summary>
public enum TlsVersion
{
    Tls12,
    Tls13,
}

/// <summary>TLS for both listeners: on where there are certificates. Section <c>WsActors:Tls</c>.</summary>
public sealed record TlsOptions
{
    /// <summary>The first is for clients that name no server, or one that no certificate is for.</summary>
    public IReadOnlyList<TlsCertificateOptions> Certificates { get; init; } = [];

    /// <summary>Whether the push listener speaks TLS (wss) where there are certificates.</summary>
    public bool Push { get; init; } = true;

    /// <summary>Whether the admin listener speaks TLS (https) where there are certificates.</summary>
    public bool Admin { get; init; } = true;

    /// <summary>1.2 is what RFC 9325 §3.1.1 still asks servers to support; 1.3 shuts out clients from before about 2018.</summary>
    public TlsVersion MinimumVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>How often the files are looked at for new content. Renewals come days before the old certificate ends.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromMinutes(1);

    internal bool IsOnForPush => Push && Certificates.Count > 0;

    internal bool IsOnForAdmin => Admin && Certificates.Count > 0;
}
