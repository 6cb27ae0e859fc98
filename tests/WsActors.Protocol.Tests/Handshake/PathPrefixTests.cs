using WsActors.Protocol.Http;

namespace WsActors.Protocol.Tests.Handshake;

public sealed class PathPrefixTests
{
    [Theory]
    [InlineData("/", "/topics/x", "/topics/x")]
    [InlineData("/", "/", "/")]
    [InlineData("/push", "/push/topics/x", "/topics/x")]
    [InlineData("/push/", "/push/topics/x", "/topics/x")]
    [InlineData("/push", "/push/", "/")]
    [InlineData("/push", "/push", "/")]
    [InlineData("/a/b", "/a/b/echo", "/echo")]
    [InlineData("/push", "/push/push/echo", "/push/echo")]
    [InlineData("/push", "/topics/x", null)]
    [InlineData("/push", "/pushy/echo", null)]
    [InlineData("/push", "/Push/echo", null)]
    [InlineData("/push", "/", null)]
    public void What_stands_behind_the_base_is_the_path(string text, string path, string? rest)
    {
        PathPrefix.Parse(text).TryStrip(path, out var stripped);

        Assert.Equal(rest, stripped);
    }

    [Theory]
    [InlineData("")]
    [InlineData("push")]
    [InlineData("//")]
    [InlineData("/a//b")]
    [InlineData("/push?x")]
    [InlineData("/push#x")]
    [InlineData("/pu sh")]
    [InlineData("/püsh")]
    public void What_is_no_path_is_refused_with_a_reason(string text)
    {
        Assert.False(PathPrefix.TryParse(text, out _, out var fault));
        Assert.NotEmpty(fault);
    }
}
