using System.Text;
using CsCheck;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Compression;

/// <summary>What holds for a session with compression, whatever its client sends and however it is cut.</summary>
public sealed class CompressedMessageProperties
{
    [Fact]
    public void Any_split_of_the_byte_stream_gives_the_same_events() =>
        Gen.Select(Gen.String[0, 200].Array[1, 5], Gen.Int[1, 20], Gen.Bool).Sample(
            (texts, pieceLength, keepsContext) =>
            {
                var bytes = FramesOf(texts, keepsContext);
                var whole = new CompressedConversation(clientKeeps: keepsContext).Feed(bytes);
                var pieces = new CompressedConversation(clientKeeps: keepsContext).Feed(bytes, pieceLength);

                Assert.Equal(whole.Events, pieces.Events);
            },
            iter: 150);

    [Fact]
    public void Any_payload_with_RSV1_ends_in_events_and_never_throws() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 20], Gen.Bool).Sample(
            (payload, pieceLength, keepsContext) =>
            {
                var conversation = new CompressedConversation(clientKeeps: keepsContext, maxMessageBytes: 5000);
                conversation.Feed(ClientFrame.Frame(0xC2, payload), pieceLength);

                Assert.True(conversation.Events.Count == 1 && conversation.State is SessionState.Open or SessionState.Failed);
            },
            iter: Effort.Rounds(1000));

    [Fact]
    public void Any_bytes_after_the_handshake_never_throw() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 20]).Sample(
        (bytes, pieceLength) => new CompressedConversation(maxMessageBytes: 5000).Feed(bytes, pieceLength).State != SessionState.AwaitingRequest,
        iter: Effort.Rounds(1000));

    private static byte[] FramesOf(string[] texts, bool keepsContext)
    {
        using var kept = new ClientDeflater();
        var bytes = new List<byte>();
        foreach (var text in texts.Select(Encoding.UTF8.GetBytes))
        {
            var payload = keepsContext ? kept.Deflate(text) : ClientDeflater.Once(text);
            var half = payload.Length / 2;
            bytes.AddRange(ClientFrame.Frame(0x41, payload.AsSpan(0, half)));
            bytes.AddRange(ClientFrame.Ping([1]));
            bytes.AddRange(ClientFrame.Frame(0x80, payload.AsSpan(half)));
        }

        return [.. bytes];
    }
}
