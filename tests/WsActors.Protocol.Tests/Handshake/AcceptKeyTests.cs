using System.Security.Cryptography;
using System.Text;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Tests.Handshake;

public sealed class AcceptKeyTests
{
    [Fact]
    public void The_sample_nonce_has_the_sample_answer__RFC6455_1_3() =>
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", AcceptKey.Compute("dGhlIHNhbXBsZSBub25jZQ=="));

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("/////////////////////w==")]
    public void The_answer_is_the_hash_of_the_key_as_sent_and_the_GUID__RFC6455_4_2_2(string key)
    {
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1.
        var expected = SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
#pragma warning restore CA5350

        Assert.Equal(Convert.ToBase64String(expected), AcceptKey.Compute(key));
    }
}
