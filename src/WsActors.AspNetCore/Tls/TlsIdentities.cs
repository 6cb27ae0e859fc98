using System.Net.Security;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Tls;

/// <summary>The certificates of both listeners, which can be reloaded.</summary>
internal sealed class TlsIdentities
{
    private readonly Lock _lock = new();
    private IReadOnlyList<TlsCertificateOptions> _files;
    private string _seen;

    private TlsIdentities(TlsOptions options)
    {
        _files = options.Certificates;
        _seen = Fingerprint(_files);
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
    public bool HaveFilesChanged()
    {
        lock (_lock)
        {
            return Fingerprint(_files) != _seen;
        }
    }

    /// <summary>
    /// Reads the files again for the next handshakes. If one of them is not valid, which throws an
    /// <see cref="InvalidConfigurationException"/>, all previous certificates stay in use until the files change again.
    /// </summary>
    public void Reload()
    {
        lock (_lock)
        {
            // Taken before reading, so that changes during the read are found at the next check.
            _seen = Fingerprint(_files);
            Use(CertificateSet.Load(_files));
        }
    }

    /// <summary>
    /// Reads the files of other settings, and returns the step that puts them to use for the next handshakes. The next check of the files
    /// finds them changed, so that <see cref="CertificateWatch"/> reports which certificates are in use.
    /// </summary>
    /// <exception cref="InvalidConfigurationException">A file is not valid.</exception>
    public Action Prepare(IReadOnlyList<TlsCertificateOptions> files)
    {
        var certificates = CertificateSet.Load(files);
        return () =>
        {
            lock (_lock)
            {
                _files = files;
                Use(certificates);
            }
        };
    }

    private void Use(CertificateSet certificates)
    {
        Certificates = certificates;
        Push.Use(certificates);
        Admin.Use(certificates);
    }

    private static string Fingerprint(IEnumerable<TlsCertificateOptions> files) => string.Join(' ', files.Select(CertificateFile.Fingerprint));
}
