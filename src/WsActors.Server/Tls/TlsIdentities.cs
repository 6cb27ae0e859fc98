using System.Net.Security;
using WsActors.Server.Options;

namespace WsActors.Server.Tls;

/// <summary>The certificates of both listeners, which can be reloaded.</summary>
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

    /// <summary>The certificates that were loaded last.</summary>
    public CertificateSet Certificates { get; private set; }

    public TlsIdentity Push { get; }

    public TlsIdentity Admin { get; }

    /// <summary>Reads the certificates; null if there are none. A fault throws an <see cref="InvalidConfigurationException"/>.</summary>
    public static TlsIdentities? Load(TlsOptions options) => options.Certificates.Count > 0 ? new TlsIdentities(options) : null;

    /// <summary>Returns true if the files have changed since the last check.</summary>
    public bool HaveFilesChanged() => Fingerprint() != _seen;

    /// <summary>
    /// Reads the files again for the next handshakes. If one of them is not valid, which throws an
    /// <see cref="InvalidConfigurationException"/>, all previous certificates stay in use until the files change again.
    /// </summary>
    public void Reload()
    {
        // Taken before reading, so that changes during the read are found at the next check.
        _seen = Fingerprint();
        Certificates = CertificateSet.Load(_options.Certificates);
        Push.Use(Certificates);
        Admin.Use(Certificates);
    }

    private string Fingerprint() => string.Join(' ', _options.Certificates.Select(CertificateFile.Fingerprint));
}
