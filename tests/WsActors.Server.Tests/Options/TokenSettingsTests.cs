using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using WsActors.AspNetCore.Access;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Tests.Options;

/// <summary>Keys that would let in more than was meant stop the start, and are not shown.</summary>
public sealed class TokenSettingsTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_secret_of_32_bytes_is_taken() => Assert.Single(Load(("Keys:0:Secret", Secret)));

    [Fact]
    public void A_shorter_secret_is_refused__RFC7518_3_2() => ExpectRefused("at least 32 bytes are needed", ("Keys:0:Secret", Secret[1..]));

    [Fact]
    public void A_public_key_is_no_secret()
    {
        using var rsa = RSA.Create(2048);
        ExpectRefused("a PEM key is not a secret", ("Keys:0:Secret", rsa.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void A_private_key_is_refused()
    {
        using var rsa = RSA.Create(2048);
        ExpectRefused("this is a private key", ("Keys:0:Algorithm", "RS256"), ("Keys:0:PublicKey", rsa.ExportPkcs8PrivateKeyPem()));
    }

    [Fact]
    public void A_short_RSA_key_is_refused__RFC7518_3_3()
    {
        using var rsa = RSA.Create(1024);
        ExpectRefused("at least 2048 bits", ("Keys:0:Algorithm", "RS256"), ("Keys:0:PublicKey", rsa.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void ES256_takes_a_key_on_P256_alone__RFC7518_3_4()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        ExpectRefused("the curve P-256", ("Keys:0:Algorithm", "ES256"), ("Keys:0:PublicKey", ecdsa.ExportSubjectPublicKeyInfoPem()));
    }

    [Theory]
    [InlineData("RS256", "PublicKey", "nonsense", "a public key for RS256 in PEM is needed")]
    [InlineData("RS256", "Secret", Secret, "this algorithm needs WsActors:Tokens:Keys:0:PublicKey instead")]
    [InlineData("HS256", "Id", "x", "either this or WsActors:Tokens:Keys:0:Path is needed")]
    [InlineData("HS256", "Path", "/nowhere/secret", "Could not find")]
    public void A_key_that_cannot_be_one_is_refused(string algorithm, string key, string value, string message) =>
        ExpectRefused(message, ("Keys:0:Algorithm", algorithm), ($"Keys:0:{key}", value));

    [Fact]
    public void A_key_of_an_algorithm_outside_of_the_list_is_refused() =>
        ExpectRefused("WsActors:Tokens:Algorithms allows ES256", ("Keys:0:Secret", Secret), ("Algorithms:0", "ES256"));

    [Fact]
    public void Key_sets_need_an_audience() =>
        ExpectRefused("a token for any application of the same provider would be accepted", ("KeySets:Urls:0", "https://idp.example.com/keys"));

    [Fact]
    public void Key_sets_over_plain_http_are_taken_where_the_settings_say_so()
    {
        (string, string)[] settings = [("KeySets:Urls:0", "http://idp.example.com/keys"), ("Audiences:0", "app")];

        ExpectRefused("plain http is allowed for this machine only", settings);
        Load([.. settings, ("KeySets:AllowPlainHttp", "true")]);
    }

    private static void ExpectRefused(string message, params (string Key, string Value)[] settings)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Load(settings));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret[1..], fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", fault.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<TokenKey> Load(params (string Key, string Value)[] settings)
    {
        var values = settings.ToDictionary(setting => $"WsActors:Tokens:{setting.Key}", setting => (string?)setting.Value);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return ConfiguredKeys.Load(ServerConfiguration.Read(configuration).Tokens);
    }
}
