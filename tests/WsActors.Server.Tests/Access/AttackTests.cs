using System.Text;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;

namespace WsActors.Server.Tests.Access;

/// <summary>
/// The table of attacks of src/WsActors.Server/Access/README.md, line by line: each is tried with real bytes, the answer
/// is a status that names the fault, and the fault is counted by cause.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class AttackTests(TokenServer server) : IClassFixture<TokenServer>
{
    [Fact]
    public Task Expired() => ExpectRefused(TestIssuer.For("ann", ("exp", Seconds(-60))), "the token has expired", "expired");

    [Fact]
    public Task Not_yet_valid() => ExpectRefused(TestIssuer.For("ann", ("nbf", Seconds(60))), "not valid yet", "not_yet_valid");

    [Fact]
    public Task Without_an_end()
    {
        var claims = TestIssuer.Claims();
        claims.Remove("exp");
        return ExpectRefused(TestIssuer.Sign(claims), "it needs exp", "no_expiry");
    }

    [Fact]
    public Task With_an_end_that_is_no_number() => ExpectRefused(TestIssuer.For("ann", ("exp", "tomorrow")), "token", "malformed_token");

    [Fact]
    public Task Without_a_signature() => ExpectRefused(
        TestIssuer.SignBy("HS256", "own", TestIssuer.Claims(), _ => []), "not signed", "unsigned_token");

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    public Task Algorithm_none(string none) => ExpectRefused(
        TestIssuer.SignBy(none, null, TestIssuer.Claims(), _ => []), "not signed", "unsigned_token");

    [Fact]
    public Task Algorithm_none_with_a_signature() => ExpectRefused(
        TestIssuer.SignBy("none", "own", TestIssuer.Claims(), TestIssuer.Hmac(TestIssuer.Secret)), "not signed", "unsigned_token");

    [Theory]
    [InlineData("HS512")]
    [InlineData("PS256")]
    [InlineData("EdDSA")]
    [InlineData("hs256")]
    [InlineData("0")]
    [InlineData("")]
    public Task Algorithm_outside_of_the_list(string algorithm) => ExpectRefused(
        TestIssuer.SignBy(algorithm, "own", TestIssuer.Claims(), TestIssuer.Hmac(TestIssuer.Secret)), "algorithm is not allowed", "algorithm_not_allowed");

    [Fact]
    public Task Signed_with_a_wrong_secret() => ExpectRefused(
        TestIssuer.SignBy("HS256", "own", TestIssuer.Claims(), TestIssuer.Hmac(new string('x', 40))), "signature is wrong", "wrong_signature");

    [Fact]
    public Task Signed_with_a_wrong_RSA_key()
    {
        using var other = new TestIssuer();
        return ExpectRefused(other.SignByRsa(TestIssuer.Claims()), "signature is wrong", "wrong_signature");
    }

    [Fact]
    public Task Signed_by_HMAC_with_the_RSA_public_key_as_secret_under_its_kid__RFC8725_2_1() => ExpectRefused(
        TestIssuer.SignBy("HS256", "rsa", TestIssuer.Claims(), TestIssuer.Hmac(server.Issuer.Rsa.ExportSubjectPublicKeyInfoPem())),
        "key is not known", "unknown_key");

    [Fact]
    public Task Signed_by_HMAC_with_the_RSA_public_key_as_secret_without_a_kid__RFC8725_2_1() => ExpectRefused(
        TestIssuer.SignBy("HS256", null, TestIssuer.Claims(), TestIssuer.Hmac(server.Issuer.Rsa.ExportSubjectPublicKeyInfoPem())),
        "signature is wrong", "wrong_signature");

    [Theory]
    [InlineData("nobody's")]
    [InlineData("../../../../dev/null")]
    [InlineData("own' OR '1'='1")]
    [InlineData("own\u0000")]
    [InlineData("OWN")]
    public Task Kid_of_nobody(string kid) => ExpectRefused(
        TestIssuer.SignBy("HS256", kid, TestIssuer.Claims(), TestIssuer.Hmac(TestIssuer.Secret)), "key is not known", "unknown_key");

    [Theory]
    [InlineData("jku", "http://127.0.0.1:1/keys")]
    [InlineData("x5u", "http://127.0.0.1:1/cert")]
    public Task Key_that_the_token_brings_along(string header, string value)
    {
        using var other = new TestIssuer();
        return ExpectRefused(
            TestIssuer.SignBy(
                new() { ["alg"] = "RS256", [header] = value, ["jwk"] = TestIssuer.KeySetOf(("mine", other.Rsa)) },
                TestIssuer.Claims(),
                bytes => other.Rsa.SignData(bytes, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1)),
            "signature is wrong", "wrong_signature");
    }

    [Fact]
    public Task Critical_extension_that_nobody_knows__RFC7515_4_1_11() => ExpectRefused(
        TestIssuer.SignBy(
            new() { ["alg"] = "HS256", ["kid"] = "own", ["crit"] = new[] { "x" }, ["x"] = 1 }, TestIssuer.Claims(), TestIssuer.Hmac(TestIssuer.Secret)),
        "not a signed JSON Web Token", "malformed_token");

    [Fact]
    public Task For_another_audience() => ExpectRefused(TestIssuer.For("ann", ("aud", "shop")), "another audience", "wrong_audience");

    [Fact]
    public Task Of_another_issuer() => ExpectRefused(TestIssuer.For("ann", ("iss", "https://evil.test")), "another issuer", "wrong_issuer");

    [Fact]
    public Task Changed_after_it_was_signed()
    {
        var good = TestIssuer.For("ann").Split('.');
        var bad = TestIssuer.For("ben").Split('.');
        return ExpectRefused($"{good[0]}.{bad[1]}.{good[2]}", "signature is wrong", "wrong_signature");
    }

    [Fact]
    public Task Larger_than_allowed() => ExpectRefused(
        TestIssuer.For("ann", ("padding", new string('x', 4096))), "over 4096 bytes", "token_too_large");

    [Fact]
    public async Task Larger_than_a_request_may_be() =>
        Assert.StartsWith("HTTP/1.1 431 ", await AnswerTo(TestIssuer.For("ann", ("padding", new string('x', 20_000)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30")]
    [InlineData("bm90IGpzb24.bm90IGpzb24.bm90IGpzb24")]
    public Task No_token_at_all(string token) => ExpectRefused(token, "not a signed JSON Web Token", "malformed_token");

    [Theory]
    [InlineData("sub", 7)]
    [InlineData("sub", "")]
    [InlineData("sub", "ann\u0007")]
    [InlineData("subscribe", 7)]
    [InlineData("subscribe", "*.{user}")]
    [InlineData("publish", "a\nb")]
    [InlineData("topics", "")]
    [InlineData("max_subscriptions", 0)]
    [InlineData("commands_per_second", "many")]
    public Task Claims_that_are_not_what_they_must_be(string claim, object value) => ExpectRefused(
        TestIssuer.For("ann", (claim, value)), $"claim {claim} must be", "invalid_claim");

    [Fact]
    public async Task Two_tokens_in_one_request__RFC6750_2()
    {
        var token = TestIssuer.For("ann");
        var answer = await AnswerTo(token, $"Authorization: Bearer {token}\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("WWW-Authenticate: Bearer error=\"invalid_request\"\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_with_made_up_kids_by_the_hundred_change_nothing()
    {
        const int Count = 200;
        for (var i = 0; i < Count; i++)
            Assert.StartsWith("HTTP/1.1 401 ", await AnswerTo(TestIssuer.SignBy("RS256", $"kid-{i}", TestIssuer.Claims(), _ => new byte[256])), StringComparison.Ordinal);

        await ExpectCountedAsync("unknown_key", Count);
        using var good = await server.OpenAsync(TestIssuer.For("ann"));
    }

    private static long Seconds(int fromNow) => DateTimeOffset.UtcNow.AddSeconds(fromNow).ToUnixTimeSeconds();

    private async Task ExpectRefused(string token, string message, string cause)
    {
        var answer = await AnswerTo(token);

        Assert.StartsWith("HTTP/1.1 401 Unauthorized\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", answer, StringComparison.Ordinal);
        Assert.Contains(message, answer, StringComparison.Ordinal);
        await ExpectCountedAsync(cause);
    }

    // The exporter shows the same figures for a moment.
    private Task ExpectCountedAsync(string cause, int count = 1)
    {
        var expected = server.Faults[cause] = server.Faults.GetValueOrDefault(cause) + count;
        return Eventually.HoldsAsync(async () => Assert.Equal(
            expected, (await server.Admin.MetricsAsync()).Value("wsactors_authentication_failures_total", ("cause", cause))));
    }

    private async Task<string> AnswerTo(string token, string? headers = null)
    {
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendIgnoringResetAsync(Encoding.ASCII.GetBytes(UpgradeRequest.To($"/connect?access_token={token}", headers)));
        return Encoding.ASCII.GetString(await client.ReceiveToEndAsync());
    }
}
