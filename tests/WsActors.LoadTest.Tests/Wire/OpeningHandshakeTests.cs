using System.Text;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Tests.Wire;

public sealed class OpeningHandshakeTests
{
    // Key and accept value of RFC 6455 §1.3.
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private const string Accepted =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    [Fact]
    public void The_answer_of_the_RFCs_example_is_accepted__RFC6455_1_3() =>
        Assert.Equal(Accepted.Length, Read(Accepted + "frames").HeadLength);

    [Fact]
    public void An_answer_that_is_cut_anywhere_is_waited_for()
    {
        for (var cut = 0; cut < Accepted.Length; cut++)
            Assert.Equal(HandshakeAnswer.Incomplete, Read(Accepted[..cut]));
    }

    [Fact]
    public void Another_status_is_named() =>
        Assert.Equal("status 503", Read("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n").Fault);

    [Theory]
    [InlineData("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "AAAALMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Accept")]
    [InlineData("Upgrade: websocket", "Upgrade: h2c", "Upgrade: websocket")]
    [InlineData("Connection: Upgrade", "Connection: close", "Connection: Upgrade")]
    public void A_101_that_lies_is_refused(string said, string lie, string fault) =>
        Assert.Contains(fault, Read(Accepted.Replace(said, lie, StringComparison.Ordinal)).Fault, StringComparison.Ordinal);

    [Fact]
    public void A_subprotocol_that_was_not_agreed_is_refused() =>
        Assert.NotNull(Read(Accepted, "wsactors.v1.json").Fault);

    [Fact]
    public void An_endless_head_is_given_up() =>
        Assert.NotNull(Read(new string('x', OpeningHandshake.MaxHead + 1)).Fault);

    [Fact]
    public void Each_attempt_of_each_client_has_a_nonce_of_its_own_of_16_bytes()
    {
        string[] keys = [OpeningHandshake.Key(1, 1), OpeningHandshake.Key(1, 2), OpeningHandshake.Key(2, 1)];
        Assert.Equal(3, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(16, Convert.FromBase64String(key).Length));
    }

    [Theory]
    [InlineData("None", null)]
    [InlineData("Each", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [InlineData("Keep", "permessage-deflate; client_no_context_takeover")]
    public void What_the_scenario_says_is_offered__RFC7692_5_1(string compress, string? offer)
    {
        var request = Encoding.ASCII.GetString(OpeningHandshake.Request("localhost", "/", Key, null, Enum.Parse<CompressionOffer>(compress)));
        var header = request.Split("\r\n").SingleOrDefault(line => line.StartsWith("Sec-WebSocket-Extensions: ", StringComparison.Ordinal));
        Assert.Equal(offer is null ? null : $"Sec-WebSocket-Extensions: {offer}", header);
    }

    [Theory]
    [InlineData("Each", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [InlineData("Keep", "permessage-deflate; client_no_context_takeover")]
    public void An_answer_to_the_offer_is_accepted(string compress, string extension) =>
        Assert.True(Read(With(extension), compress: Enum.Parse<CompressionOffer>(compress)).IsAccepted);

    [Theory]
    [InlineData("None", "permessage-deflate", "not offered")]
    [InlineData("Each", "permessage-deflate", "server_no_context_takeover")]
    [InlineData("Keep", "permessage-deflate; server_no_context_takeover", "keeps no context")]
    [InlineData("Each", "x-webkit-deflate-frame", "declined")]
    public void An_answer_with_which_the_measurement_would_be_another_one_is_refused(string compress, string extension, string fault) =>
        Assert.Contains(fault, Read(With(extension), compress: Enum.Parse<CompressionOffer>(compress)).Fault, StringComparison.Ordinal);

    [Fact]
    public void A_server_that_does_not_compress_is_refused_where_compression_is_measured() =>
        Assert.Equal("compression was declined", Read(Accepted, compress: CompressionOffer.Each).Fault);

    private static string With(string extension) =>
        Accepted.Replace("Connection: Upgrade\r\n", $"Connection: Upgrade\r\nSec-WebSocket-Extensions: {extension}\r\n", StringComparison.Ordinal);

    private static HandshakeAnswer Read(string answer, string? subprotocol = null, CompressionOffer compress = CompressionOffer.None) =>
        OpeningHandshake.Read(Encoding.ASCII.GetBytes(answer), Key, subprotocol, compress);
}
