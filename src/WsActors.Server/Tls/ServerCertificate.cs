using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace WsActors.Server.Tls;

/// <summary>A certificate ready for use: with its key, its chain and the names that it is for.</summary>
/// <param name="Context">Shared by all handshakes: OpenSSL's own context hangs on it, some 100 KB that no connection may have to itself.</param>
/// <param name="Names">Lower case; "*.example.com" stands for one label.</param>
/// <param name="NotAfter">When it expires.</param>
internal sealed record ServerCertificate(SslStreamCertificateContext Context, IReadOnlyList<string> Names, DateTimeOffset NotAfter)
{
    public string Subject => Context.TargetCertificate.Subject;

    /// <param name="certificate">With its private key.</param>
    /// <param name="chain">The intermediates, in any order; they are sent along (RFC 8446 §4.4.2).</param>
    /// <param name="names">In place of the certificate's own; empty: its own.</param>
    public static ServerCertificate Create(X509Certificate2 certificate, X509Certificate2Collection chain, IReadOnlyList<string> names) => new(
        // Offline: no start and no reload waits for a download of what the file should have held.
        SslStreamCertificateContext.Create(Usable(certificate), chain, offline: true),
        [.. (names.Count > 0 ? names : OwnNames(certificate)).Select(name => name.ToLowerInvariant())],
        new DateTimeOffset(certificate.NotAfter));

    private static IEnumerable<string> OwnNames(X509Certificate2 certificate) => certificate.Extensions
        .OfType<X509SubjectAlternativeNameExtension>()
        .SelectMany(extension => extension.EnumerateDnsNames());

    // Windows' TLS finds no key that was only ever in memory (dotnet/runtime issue 23749); a PFX import stores it.
    private static X509Certificate2 Usable(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null)
        : certificate;
}
