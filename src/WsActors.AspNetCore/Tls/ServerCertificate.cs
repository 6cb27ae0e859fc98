using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace WsActors.AspNetCore.Tls;

/// <summary>A certificate with its key, its chain and its server names.</summary>
/// <param name="Context">The context, shared by all handshakes, because it holds OpenSSL's own context of about 100 KB.</param>
/// <param name="Names">The server names in lower case; the "*" in "*.example.com" stands for one label.</param>
/// <param name="NotAfter">The expiry time.</param>
internal sealed record ServerCertificate(SslStreamCertificateContext Context, IReadOnlyList<string> Names, DateTimeOffset NotAfter)
{
    public string Subject => Context.TargetCertificate.Subject;

    /// <param name="certificate">The certificate with its private key.</param>
    /// <param name="chain">The intermediates in any order, which are sent to clients (RFC 8446 §4.4.2).</param>
    /// <param name="names">The server names; empty uses those in the certificate.</param>
    public static ServerCertificate Create(X509Certificate2 certificate, X509Certificate2Collection chain, IReadOnlyList<string> names) => new(
        // Offline, so that neither a start nor a reload waits for a download of certificates that the file should hold.
        SslStreamCertificateContext.Create(Usable(certificate), chain, offline: true),
        [.. (names.Count > 0 ? names : OwnNames(certificate)).Select(name => name.ToLowerInvariant())],
        new DateTimeOffset(certificate.NotAfter));

    private static IEnumerable<string> OwnNames(X509Certificate2 certificate) => certificate.Extensions
        .OfType<X509SubjectAlternativeNameExtension>()
        .SelectMany(extension => extension.EnumerateDnsNames());

    // TLS on Windows does not find a key that exists only in memory (dotnet/runtime issue 23749); a PFX import stores it.
    private static X509Certificate2 Usable(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null)
        : certificate;
}
