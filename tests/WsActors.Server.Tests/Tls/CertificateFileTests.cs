using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Tls;

namespace WsActors.Server.Tests.Tls;

/// <summary>Every form that a certificate may have, and one line for everything that can be wrong with it.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private const string Key = "WsActors:Tls:Certificates:0";

    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pem_file_may_hold_certificate_chain_and_key()
    {
        var certificate = Load(new() { Path = _folder.WritePem("all.pem", "push.example") });

        Assert.Equal(["push.example"], certificate.Names);
        Assert.True(certificate.Context.TargetCertificate.HasPrivateKey);
        Assert.Equal(_folder.Issuer.Certificate, Assert.Single(certificate.Context.IntermediateCertificates));
    }

    [Fact]
    public void The_key_may_be_in_a_pem_file_of_its_own()
    {
        var (certificatePath, keyPath) = WriteSeparately(CertificateFolder.KeyPem);

        Assert.True(Load(new() { Path = certificatePath, KeyPath = keyPath }).Context.TargetCertificate.HasPrivateKey);
    }

    [Fact]
    public void The_key_may_be_encrypted()
    {
        var (certificatePath, keyPath) = WriteSeparately(certificate => CertificateFolder.EncryptedKeyPem(certificate, "secret"));

        Assert.True(Load(new() { Path = certificatePath, KeyPath = keyPath, Password = "secret" }).Context.TargetCertificate.HasPrivateKey);
    }

    [Fact]
    public void A_pfx_file_holds_all()
    {
        var certificate = Load(new() { Path = _folder.WritePfx("all.pfx", "secret", "push.example"), Password = "secret" });

        Assert.Equal(["push.example"], certificate.Names);
        Assert.Equal(_folder.Issuer.Certificate, Assert.Single(certificate.Context.IntermediateCertificates));
    }

    [Fact]
    public void Names_in_the_settings_stand_for_the_certificates_own()
    {
        var certificate = Load(new() { Path = _folder.WritePem("all.pem", "push.example"), ServerNames = ["Other.Example"] });

        Assert.Equal(["other.example"], certificate.Names);
    }

    [Fact]
    public void A_missing_file_is_named_with_where_it_was_looked_for() => AssertRefused(
        new() { Path = _folder.PathOf("missing.pem") }, $"{Key}:Path is \"{_folder.PathOf("missing.pem")}\": there is no such file");

    [Fact]
    public void A_missing_key_file_is_named()
    {
        var (certificatePath, _) = WriteSeparately(CertificateFolder.KeyPem);

        AssertRefused(new() { Path = certificatePath, KeyPath = _folder.PathOf("missing.key") }, $"{Key}:KeyPath is");
    }

    [Fact]
    public void A_pem_file_without_a_key_asks_for_one()
    {
        var (certificatePath, _) = WriteSeparately(CertificateFolder.KeyPem);

        AssertRefused(new() { Path = certificatePath }, $"{Key}:KeyPath is \"\": there is no private key in");
    }

    [Fact]
    public void A_key_file_without_a_key_is_refused()
    {
        var (certificatePath, _) = WriteSeparately(CertificateFolder.KeyPem);

        AssertRefused(new() { Path = certificatePath, KeyPath = certificatePath }, "there is no private key in it");
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        var (certificatePath, _) = WriteSeparately(CertificateFolder.KeyPem);
        using var other = _folder.Issuer.Issue(["other.example"]);
        var keyPath = _folder.Write("other.key", CertificateFolder.KeyPem(other));

        AssertRefused(new() { Path = certificatePath, KeyPath = keyPath }, "does not belong to the certificate");
    }

    [Fact]
    public void An_encrypted_key_without_a_password_asks_for_one()
    {
        var (certificatePath, keyPath) = WriteSeparately(certificate => CertificateFolder.EncryptedKeyPem(certificate, "secret"));

        AssertRefused(new() { Path = certificatePath, KeyPath = keyPath }, $"{Key}:Password is \"\": the private key in {keyPath} is encrypted");
    }

    [Fact]
    public void A_wrong_password_of_a_key_is_refused_and_not_shown()
    {
        var (certificatePath, keyPath) = WriteSeparately(certificate => CertificateFolder.EncryptedKeyPem(certificate, "secret"));

        AssertRefused(new() { Path = certificatePath, KeyPath = keyPath, Password = "hunter2" }, $"{Key}:Password is \"…\": it does not open");
    }

    [Fact]
    public void A_wrong_password_of_a_pfx_file_is_refused_and_not_shown() => AssertRefused(
        new() { Path = _folder.WritePfx("all.pfx", "secret", "push.example"), Password = "hunter2" }, $"{Key}:Password is \"…\": it does not open");

    [Theory]
    [InlineData("no certificate at all", "neither a PEM nor a PFX file")]
    [InlineData("", "neither a PEM nor a PFX file")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "it cannot be used")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "there is no certificate in it")]
    public void A_file_of_something_else_is_refused(string content, string fault) =>
        AssertRefused(new() { Path = _folder.Write("odd.pem", content) }, fault);

    [Fact]
    public void A_damaged_key_is_refused()
    {
        var (certificatePath, _) = WriteSeparately(CertificateFolder.KeyPem);
        var keyPath = _folder.Write("damaged.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        AssertRefused(new() { Path = certificatePath, KeyPath = keyPath }, "is damaged or does not belong");
    }

    private static ServerCertificate Load(TlsCertificateOptions options) => CertificateFile.Load(Key, options);

    private static void AssertRefused(TlsCertificateOptions options, string expected)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Load(options));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(Key, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private (string CertificatePath, string KeyPath) WriteSeparately(
        Func<System.Security.Cryptography.X509Certificates.X509Certificate2, string> keyPem)
    {
        using var certificate = _folder.Issuer.Issue(["push.example"]);
        return (_folder.Write("tls.crt", _folder.Issuer.ChainPem(certificate)), _folder.Write("tls.key", keyPem(certificate)));
    }
}
