using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Tls;

namespace WsActors.Server.Tests.Tls;

/// <summary>Tests which certificate a server name gets.</summary>
public sealed class CertificateSetTests : IDisposable
{
    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.example", "CN=a.example")]
    [InlineData("A.Example", "CN=a.example")]
    [InlineData("www.b.example", "CN=*.b.example")]
    [InlineData("special.b.example", "CN=special.b.example")]
    [InlineData("deep.www.b.example", "CN=a.example")]
    [InlineData("b.example", "CN=a.example")]
    [InlineData("unknown.example", "CN=a.example")]
    [InlineData("", "CN=a.example")]
    [InlineData(".", "CN=a.example")]
    public void A_name_gets_its_own_certificate_then_the_wildcards_then_the_first__RFC9525_6_3(string name, string subject)
    {
        var certificates = CertificateSet.Load(
        [
            new() { Path = _folder.WritePem("a.pem", "a.example") },
            new() { Path = _folder.WritePem("b.pem", "*.b.example") },
            new() { Path = _folder.WritePem("c.pem", "special.b.example") },
        ]);

        Assert.Equal(subject, certificates.For(name).Subject);
    }

    [Fact]
    public void The_fault_of_the_second_certificate_is_named_with_its_place()
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => CertificateSet.Load(
        [
            new() { Path = _folder.WritePem("a.pem", "a.example") },
            new() { Path = _folder.PathOf("missing.pem") },
        ]));

        Assert.StartsWith("WsActors:Tls:Certificates:1:Path", fault.Message, StringComparison.Ordinal);
    }
}
