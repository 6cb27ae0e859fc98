using WsActors.Protocol.Http;

namespace WsActors.Protocol.Tests.Handshake;

/// <summary>RFC 9110 §5.3: repeated headers and comma-joined values are one list; §5.1: names compare without case.</summary>
public sealed class HttpRequestTests
{
    private static readonly HttpRequest Request = new(
        "GET", "/", "HTTP/1.1", [new("Upgrade", "h2c , WebSocket"), new("Host", "here"), new("upgrade", "other"), new("Empty", ", ,")]);

    [Theory]
    [InlineData("Upgrade", "websocket", true)]
    [InlineData("UPGRADE", "h2c", true)]
    [InlineData("Upgrade", "OTHER", true)]
    [InlineData("Upgrade", "web", false)]
    [InlineData("Upgrade", "h2c , WebSocket", false)]
    [InlineData("Connection", "Upgrade", false)]
    public void A_list_has_a_member_wherever_it_stands(string name, string member, bool has) =>
        Assert.Equal(has, Request.Lists(name, member));

    [Fact]
    public void A_list_is_all_members_of_all_its_lines() => Assert.Equal(["h2c", "WebSocket", "other"], Request.List("upgrade"));

    [Fact]
    public void Empty_members_are_none() => Assert.Empty(Request.List("Empty"));

    [Fact]
    public void All_lines_of_a_name_are_counted_and_given_as_they_came()
    {
        Assert.Equal(2, Request.Count("uPGRADE"));
        Assert.Equal(["h2c , WebSocket", "other"], Request.All("Upgrade"));
    }

    [Fact]
    public void What_is_absent_is_nothing()
    {
        Assert.Equal(0, Request.Count("Origin"));
        Assert.Null(Request.First("Origin"));
        Assert.Null(Request.Joined("Origin"));
        Assert.Empty(Request.All("Origin"));
        Assert.Empty(Request.List("Origin"));
    }
}
