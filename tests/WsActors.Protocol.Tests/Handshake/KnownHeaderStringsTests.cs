using System.Text;
using CsCheck;
using WsActors.Protocol.Http;

namespace WsActors.Protocol.Tests.Handshake;

public sealed class KnownHeaderStringsTests
{
    [Theory]
    [InlineData("Sec-WebSocket-Key")]
    [InlineData("websocket")]
    [InlineData("13")]
    public void A_common_word_is_the_same_string_each_time(string word) =>
        Assert.Same(KnownHeaderStrings.Common.Of(Encoding.Latin1.GetBytes(word)), KnownHeaderStrings.Common.Of(Encoding.Latin1.GetBytes(word)));

    [Theory]
    [InlineData("")]
    [InlineData("WebSocket")]
    [InlineData("sec-websocket-key")]
    [InlineData("Höst")]
    [InlineData("a value that is longer than every word that is common")]
    public void Everything_else_is_itself(string text) => Assert.Equal(text, KnownHeaderStrings.Common.Of(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void Whatever_the_bytes_they_are_read_as_Latin_1() =>
        Gen.Byte.Array[0, 40].Sample(bytes => Assert.Equal(Encoding.Latin1.GetString(bytes), KnownHeaderStrings.Common.Of(bytes)));
}
