using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Tests.Handshake;

public sealed class OriginPatternTests
{
    [Theory]
    [InlineData("*", "https://anything.example", true)]
    [InlineData("*", "null", true)]
    [InlineData("null", "null", true)]
    [InlineData("null", "https://null", false)]
    [InlineData("https://example.com", "null", false)]
    [InlineData("https://example.com", "https://example.com", true)]
    [InlineData("https://example.com", "https://example.com:443", true)]
    [InlineData("https://example.com:443", "https://example.com", true)]
    [InlineData("http://example.com:80", "http://example.com", true)]
    [InlineData("https://example.com", "http://example.com", false)]
    [InlineData("https://example.com", "https://example.com:8443", false)]
    [InlineData("https://example.com:8443", "https://example.com:8443", true)]
    [InlineData("https://example.com:8443", "https://example.com", false)]
    [InlineData("HTTPS://Example.COM", "https://example.com", true)]
    [InlineData("https://example.com", "HTTPS://EXAMPLE.com", true)]
    [InlineData("https://example.com", "https://example.com.evil.test", false)]
    [InlineData("https://example.com", "https://evilexample.com", false)]
    [InlineData("https://*.example.com", "https://a.example.com", true)]
    [InlineData("https://*.example.com", "https://a.b.example.com", true)]
    [InlineData("https://*.example.com", "https://example.com", false)]
    [InlineData("https://*.example.com", "https://.example.com", false)]
    [InlineData("https://*.example.com", "https://evilexample.com", false)]
    [InlineData("https://*.example.com", "https://evil.test/.example.com", false)]
    [InlineData("https://*.example.com", "https://evil.test#.example.com", false)]
    [InlineData("https://*.example.com", "https://evil.test:80@a.example.com", false)]
    [InlineData("https://*.example.com", "https://a.example.com:8443", false)]
    [InlineData("https://*.example.com:*", "https://a.example.com:8443", true)]
    [InlineData("http://localhost:*", "http://localhost:5173", true)]
    [InlineData("http://localhost:*", "http://localhost", true)]
    [InlineData("http://localhost:*", "http://localhost.evil.test", false)]
    [InlineData("http://[::1]:8080", "http://[::1]:8080", true)]
    [InlineData("http://[::1]", "http://[::1]", true)]
    [InlineData("capacitor://localhost", "capacitor://localhost", true)]
    [InlineData("https://example.com", "", false)]
    [InlineData("https://example.com", "https://", false)]
    public void An_origin_matches_by_scheme_host_and_port(string pattern, string origin, bool matches)
    {
        Assert.Equal(matches, OriginPattern.Parse(pattern).Matches(origin));
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("https://")]
    [InlineData("https://example.com/")]
    [InlineData("https://example.com/app")]
    [InlineData("https://example.com:99999")]
    [InlineData("https://example.com:")]
    [InlineData("https://*example.com")]
    [InlineData("https://*")]
    [InlineData("https://a.*.example.com")]
    [InlineData("https://*.*.example.com")]
    [InlineData("https://user@example.com")]
    [InlineData("https://exämple.com")]
    [InlineData("*://example.com")]
    public void What_is_no_pattern_is_refused_with_a_reason(string text)
    {
        Assert.False(OriginPattern.TryParse(text, out _, out var fault));
        Assert.NotEmpty(fault);
    }

    [Theory]
    [InlineData("https://app.example", "cross-site", true)]
    [InlineData("https://evil.example", "cross-site", false)]
    [InlineData(null, "same-origin", true)]
    [InlineData(null, "none", true)]
    [InlineData(null, null, true)]
    [InlineData(null, "cross-site", false)]
    [InlineData(null, "same-site", false)]
    public void A_page_whose_browser_sends_no_origin_is_known_by_where_it_comes_from(string? origin, string? site, bool isAllowed)
    {
        var request = new HandshakeRequest { Path = "/", Query = "", Key = "", Host = "app.example", Origin = origin, FetchSite = site };

        Assert.Equal(isAllowed, new OriginPolicy([OriginPattern.Parse("https://app.example")]).FaultOf(request) is null);
        Assert.Null(new OriginPolicy([]).FaultOf(request));
    }

    [Fact]
    public void A_same_origin_page_has_the_origin_of_the_host()
    {
        var request = new HandshakeRequest { Path = "/", Query = "", Key = "", Host = "evil.example:8080", FetchSite = "same-origin" };
        var refusal = new OriginPolicy([OriginPattern.Parse("https://app.example")]).FaultOf(request);

        Assert.Equal((403, "origin_not_allowed"), (refusal!.Status, refusal.Name));
        Assert.Null(new OriginPolicy([OriginPattern.Parse("http://evil.example:*")]).FaultOf(request));
    }

    [Fact]
    public void Without_patterns_every_origin_is_allowed() => Assert.True(new OriginPolicy([]).Allows("https://anything.example"));

    [Fact]
    public void A_request_without_origin_comes_from_no_browser_and_is_allowed__RFC6455_10_2() =>
        Assert.True(new OriginPolicy([OriginPattern.Parse("https://example.com")]).Allows(null));

    [Fact]
    public void One_of_several_patterns_is_enough()
    {
        var policy = new OriginPolicy([OriginPattern.Parse("https://example.com"), OriginPattern.Parse("null")]);

        Assert.Equal([true, true, false], new[] { "https://example.com", "null", "https://example.org" }.Select(policy.Allows));
    }
}
