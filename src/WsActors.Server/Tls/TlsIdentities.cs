using System.Net.Security;
using WsActors.Server.Options;

namespace WsActors.Server.Tls;

/// <summary>The certificates of the settings, for both listeners, and their renewal.</summary>
internal sealed class TlsIdentities
{
    private readonly TlsOptions _options;
    private string _seen;

    private TlsIdentities(TlsOptions options)
    {
        _options = options;
        _seen = Fingerprint();
        Certificates = CertificateSet.Load(options.Certificates);
        Push = new TlsIdentity(options, [SslApplicationProtocol.Http11], Certificates);
        Admin = new TlsIdentity(options, [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11], Certificates);
    }

    /// <summary>The last that could be loaded.</summary>
    public CertificateSet Certificates { get; private set; }

    public TlsIdentity Push { get; }

    public TlsIdentity Admin { get; }

    /// <summary>Reads the certificates; null where there are none. What is wrong is an <see cref="InvalidConfigurationException"/>.</summary>
    public static TlsIdentities? Load(TlsOptions options) => options.Certificates.Count > 0 ? new TlsIdentities(options) : null;

    /// <summary>Whether the files hold something else than when they were last looked at.</summary>
    public bool HaveFilesChanged() => Fingerprint() != _seen;

    /// <summary>
    /// Reads the files again: the next handshakes use what they hold. All or nothing: where one of them is wrong, which is
    /// an <see cref="InvalidConfigurationException"/>, all the old ones stay, until the files change once more.
    /// </summary>
    public void Reload()
    {
        // Taken before reading: what changes meanwhile is seen the next time.
        _seen = Fingerprint();
        Certificates = CertificateSet.Load(_options.Certificates);
        Push.Use(Certificates);
        Admin.Use(Certificates);
    }

    private string Fingerprint() => string.Join(' ', _options.Certificates.Select(CertificateFile.Fingerprint));
}
