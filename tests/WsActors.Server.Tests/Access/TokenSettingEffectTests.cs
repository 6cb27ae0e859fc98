using WsActors.Actors.Settings;
using WsActors.AspNetCore.Access;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Access;

namespace WsActors.Server.Tests.Access;

/// <summary>Each setting of tokens changes what becomes of one; no server is started.</summary>
public sealed class TokenSettingEffectTests
{
    [Fact]
    public async Task RequireExpiry_decides_about_tokens_without_an_end()
    {
        var claims = TestIssuer.Claims();
        claims.Remove("exp");

        Assert.Equal(TokenFault.NoExpiry, (await JudgeAsync(new TokenOptions(), claims)).Fault);
        Assert.Null((await JudgeAsync(new TokenOptions { RequireExpiry = false }, claims)).Identity!.ExpiresAt);
    }

    [Fact]
    public async Task ClockSkew_lets_a_token_in_that_has_just_ended()
    {
        var claims = TestIssuer.Claims("ann", ("exp", DateTimeOffset.UtcNow.AddSeconds(-60).ToUnixTimeSeconds()));

        Assert.Equal(TokenFault.Expired, (await JudgeAsync(new TokenOptions(), claims)).Fault);
        Assert.NotNull((await JudgeAsync(new TokenOptions { ClockSkew = TimeSpan.FromMinutes(5) }, claims)).Identity);
    }

    [Fact]
    public async Task Audiences_and_Issuers_are_checked_where_they_are_named()
    {
        var claims = TestIssuer.Claims();

        Assert.NotNull((await JudgeAsync(new TokenOptions(), claims)).Identity);
        Assert.Equal(TokenFault.WrongAudience, (await JudgeAsync(new TokenOptions { Audiences = ["another"] }, claims)).Fault);
        Assert.Equal(TokenFault.WrongIssuer, (await JudgeAsync(new TokenOptions { Issuers = ["another"] }, claims)).Fault);
    }

    [Fact]
    public async Task MaxBytes_bounds_a_token()
    {
        var options = new TokenOptions { MaxBytes = 256 };
        var claims = TestIssuer.Claims("ann", ("more", new string('x', 300)));

        Assert.Equal(TokenFault.TooLarge(256), (await JudgeAsync(options, claims)).Fault);
    }

    [Fact]
    public async Task RefreshBefore_says_when_the_client_is_reminded()
    {
        var identity = (await JudgeAsync(new TokenOptions { RefreshBefore = TimeSpan.FromMinutes(3) }, TestIssuer.Claims())).Identity!;

        Assert.Equal(TimeSpan.FromMinutes(3), identity.ExpiresAt - identity.RemindAt);
    }

    [Fact]
    public async Task Claims_are_read_under_the_names_that_the_settings_give_them()
    {
        var options = new TokenOptions
        {
            Claims = new TokenClaimOptions
            {
                User = "uid",
                Subscribe = "may.subscribe",
                Publish = "may.publish",
                Topics = "starts_with",
                MaxSubscriptions = "most",
                CommandsPerSecond = "rate",
                Info = "about",
            },
        };
        var identity = (await JudgeAsync(options, TestIssuer.Claims(
            "ignored",
            ("uid", "bob"), ("may", new { subscribe = new[] { "s.*" }, publish = new[] { "p.*" } }),
            ("starts_with", new[] { "t" }), ("most", 3), ("rate", 4), ("about", new { name = "Bob" })))).Identity!;

        Assert.Equal("bob", identity.User);
        Assert.Equal("s.*", Assert.Single(identity.MaySubscribe!).Text);
        Assert.Equal("p.*", Assert.Single(identity.MayPublish!).Text);
        Assert.Equal("t", Assert.Single(identity.Topics).Value);
        Assert.Equal((3, 4), (identity.MaxSubscriptions, identity.CommandsPerSecond));
        Assert.Equal("""{"name":"Bob"}""", identity.Info);
    }

    [Fact]
    public async Task Info_of_more_than_a_kilobyte_is_refused_with_its_token()
    {
        Assert.NotNull((await JudgeAsync(new TokenOptions(), TestIssuer.Claims("ann", ("info", new string('a', 1022))))).Identity);
        Assert.Null((await JudgeAsync(new TokenOptions(), TestIssuer.Claims("ann", ("info", new string('a', 1023))))).Identity);
    }

    private static async Task<TokenResult> JudgeAsync(TokenOptions options, Dictionary<string, object> claims)
    {
        var key = new TokenKeyOptions { Id = "own", Algorithm = TokenAlgorithm.HS256, Secret = TestIssuer.Secret };
        var keys = new KeyRing(ConfiguredKeys.Load(options with { Keys = [key] }), []);
        var judge = new TokenJudge(options, keys, new TokenClaims(options, Array.Empty<TopicRule>()));
        return await judge.JudgeAsync(new BearerToken(TestIssuer.Sign(claims)));
    }
}
