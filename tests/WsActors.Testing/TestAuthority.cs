using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WsActors.Testing;

/// <summary>A certificate authority that lives as long as its test.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly TestAuthority? _issuer;

    private TestAuthority(X509Certificate2 certificate, TestAuthority? issuer)
    {
        Certificate = certificate;
        _issuer = issuer;
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate that a client must trust, as PEM.</summary>
    public string Pem => Certificate.ExportCertificatePem();

    public static TestAuthority Root(string name = "Test root")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = AuthorityRequest(name, key);
        return new TestAuthority(request.CreateSelfSigned(Yesterday, Yesterday.AddYears(1)), issuer: null);
    }

    public TestAuthority Intermediate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestAuthority(Sign(AuthorityRequest(name, key), key, Yesterday.AddDays(300)), this);
    }

    /// <summary>A server's certificate with its key, for these DNS names and this machine's addresses.</summary>
    public X509Certificate2 Issue(IEnumerable<string> names, DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names.First()}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        alternatives.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        return Sign(request, key, notAfter ?? Yesterday.AddDays(90));
    }

    /// <summary>A client that trusts this authority and no other.</summary>
    public SslClientAuthenticationOptions ClientOptions(string serverName, SslProtocols versions)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.Add(Certificate);
        return new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            EnabledSslProtocols = versions,
            CertificateChainPolicy = trust,
        };
    }

    /// <summary>The certificate with those that lead to the root, as a server keeps them in one file.</summary>
    public string ChainPem(X509Certificate2 leaf)
    {
        var chain = leaf.ExportCertificatePem() + "\n";
        for (var authority = this; authority._issuer is not null; authority = authority._issuer)
            chain += authority.Pem + "\n";
        return chain;
    }

    public void Dispose() => Certificate.Dispose();

    private static DateTimeOffset Yesterday => DateTimeOffset.UtcNow.AddDays(-1);

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request;
    }

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key, DateTimeOffset notAfter)
    {
        var serial = RandomNumberGenerator.GetBytes(8);
        var notBefore = notAfter < Yesterday ? notAfter.AddDays(-1) : Yesterday;
        using var certificate = request.Create(
            Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(Certificate.GetECDsaPrivateKey()!), notBefore, notAfter, serial);
        return certificate.CopyWithPrivateKey(key);
    }
}
