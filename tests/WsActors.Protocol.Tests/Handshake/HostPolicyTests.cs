using WsActors.Protocol.Http;

namespace WsActors.Protocol.Tests.Handshake;

/// <summary>Under which names a listener answers.</summary>
public sealed class HostPolicyTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8080")]
    [InlineData("localhost.:1")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("127.8.9.10")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8080")]
    [InlineData("[0:0:0:0:0:0:0:1]:8080")]
    public void Loopback_names_are_always_allowed_with_any_port(string host)
    {
        Assert.True(new HostPolicy([], isLoopbackOnly: true).Allows(host));
        Assert.True(new HostPolicy([HostPattern.Parse("push.example.com")], isLoopbackOnly: false).Allows(host));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.5:8080")]
    [InlineData("[fe80::1]")]
    [InlineData("localhos")]
    public void On_loopback_any_other_name_was_made_to_point_here(string host) =>
        Assert.False(new HostPolicy([], isLoopbackOnly: true).Allows(host));

    [Fact]
    public void Elsewhere_every_name_is_allowed_until_some_are_configured() =>
        Assert.True(new HostPolicy([], isLoopbackOnly: false).Allows("push.example.com"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_request_without_a_host_is_not_a_browsers(string? host) => Assert.True(new HostPolicy([], isLoopbackOnly: true).Allows(host));

    [Theory]
    [InlineData("push.example.com", "PUSH.example.com:443", true)]
    [InlineData("push.example.com", "a.push.example.com", false)]
    [InlineData("Push.Example.com", "push.example.com.", true)]
    [InlineData("*.example.com", "push.example.com:8080", true)]
    [InlineData("*.example.com", "a.b.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "evilexample.com", false)]
    [InlineData("10.0.0.5", "10.0.0.5:8080", true)]
    [InlineData("10.0.0.5", "10.0.0.50", false)]
    [InlineData("fe80::1", "[FE80:0::1]:8080", true)]
    [InlineData("[fe80::1]", "[fe80::1]", true)]
    [InlineData("*", "evil.example", true)]
    public void Configured_names_are_allowed(string pattern, string host, bool isAllowed) =>
        Assert.Equal(isAllowed, new HostPolicy([HostPattern.Parse(pattern)], isLoopbackOnly: true).Allows(host));

    [Theory]
    [InlineData("")]
    [InlineData("https://push.example.com")]
    [InlineData("push.example.com:8080")]
    [InlineData("push.example.com/path")]
    [InlineData("push.*.com")]
    [InlineData("*push.example.com")]
    [InlineData("*.")]
    [InlineData("a b")]
    public void What_is_no_host_is_refused_with_what_is_allowed(string text)
    {
        Assert.False(HostPattern.TryParse(text, out _, out var fault));
        Assert.Contains("a host without scheme, port and path is needed", fault, StringComparison.Ordinal);
    }
}
