using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WsActors.Testing;

namespace WsActors.Server.Tests.Tls;

/// <summary>A folder of certificates that a test has made, gone with it.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsactors-tls-");

    public CertificateFolder()
    {
        Root = TestAuthority.Root();
        Issuer = Root.Intermediate("Test intermediate");
        RootPath = Write("root.pem", Root.Pem);
    }

    /// <summary>What the clients trust.</summary>
    public TestAuthority Root { get; }

    /// <summary>What signs the servers' certificates, so that clients need the chain that the server sends.</summary>
    public TestAuthority Issuer { get; }

    public string RootPath { get; }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        // Moved into place, as renewals do it: nobody reads half a file.
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    /// <summary>Certificate, intermediate and key in one PEM file.</summary>
    public string WritePem(string name, params string[] serverNames)
    {
        using var certificate = Issuer.Issue(serverNames);
        return Write(name, Issuer.ChainPem(certificate) + KeyPem(certificate));
    }

    public string WritePfx(string name, string password, params string[] serverNames)
    {
        using var certificate = Issuer.Issue(serverNames);
        var path = PathOf(name);
        var all = new X509Certificate2Collection { certificate, Issuer.Certificate };
        File.WriteAllBytes(path, all.Export(X509ContentType.Pfx, password)!);
        return path;
    }

    public static string KeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    public static string EncryptedKeyPem(X509Certificate2 certificate, string password)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportEncryptedPkcs8PrivateKeyPem(
            password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1000));
    }

    public void Dispose()
    {
        Issuer.Dispose();
        Root.Dispose();
        _folder.Delete(recursive: true);
    }
}
