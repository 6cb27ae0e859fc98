using WsActors.Protocol.Http;

namespace WsActors.Protocol.Tests.Handshake;

public sealed class PathSegmentTests
{
    [Theory]
    [InlineData("news", "news")]
    [InlineData("a%20b", "a b")]
    [InlineData("a+b", "a+b")]
    [InlineData("%24node", "$node")]
    [InlineData("caf%C3%A9", "caf\u00e9")]
    [InlineData("caf%c3%a9", "caf\u00e9")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("", "")]
    public void A_segment_is_percent_decoded__RFC3986_2_1(string encoded, string decoded)
    {
        Assert.True(PathSegment.TryDecode(encoded, out var text));
        Assert.Equal(decoded, text);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("a%zz")]
    [InlineData("%%20")]
    public void A_broken_escape_is_none__RFC3986_2_1(string encoded) => Assert.False(PathSegment.TryDecode(encoded, out _));

    [Theory]
    [InlineData("%ff")]
    [InlineData("%C3")]
    [InlineData("%ED%A0%80")]
    [InlineData("caf\u00e9")]
    [InlineData("\u0100")]
    public void Bytes_that_are_not_UTF8_are_no_text(string encoded) => Assert.False(PathSegment.TryDecode(encoded, out _));
}
