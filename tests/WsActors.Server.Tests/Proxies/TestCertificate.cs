using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WsActors.Server.Tests.Proxies;

/// <summary>A self-signed certificate for push.example.com, as the files that proxies read.</summary>
internal static class TestCertificate
{
    public const string Subject = "CN=push.example.com";

    /// <summary>Writes wsactors.crt, wsactors.key and, with both in it, wsactors.pem.</summary>
    public static void WriteTo(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var certificatePem = certificate.ExportCertificatePem() + "\n";
        var keyPem = key.ExportPkcs8PrivateKeyPem() + "\n";

        File.WriteAllText(Path.Combine(folder, "wsactors.crt"), certificatePem);
        File.WriteAllText(Path.Combine(folder, "wsactors.key"), keyPem);
        File.WriteAllText(Path.Combine(folder, "wsactors.pem"), certificatePem + keyPem);
    }
}
