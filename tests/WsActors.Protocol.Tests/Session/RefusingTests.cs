using System.Buffers;
using System.Text;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Session;

/// <summary>A refusal inside the WebSocket protocol: a connection that is opened only to be closed.</summary>
public sealed class RefusingTests
{
    private readonly ServerSession _session = new(new SessionLimits());
    private readonly ArrayBufferWriter<byte> _replies = new();

    [Fact]
    public void It_is_101_then_the_frames_then_a_close_frame()
    {
        Refuse();

        Assert.StartsWith("HTTP/1.1 101", Sent, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Protocol: chat\r\n", Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("Extensions", Sent, StringComparison.Ordinal);
        var frames = ServerFrame.ReadAll(_replies.WrittenSpan[(Sent.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.Equal([Opcode.Text, Opcode.Close], frames.Select(frame => frame.Opcode));
        Assert.Equal("why", Encoding.UTF8.GetString(frames[0].Payload));
        Assert.Equal([0x0F, 0xA4, .. "nothing here"u8], frames[1].Payload);
    }

    [Fact]
    public void What_the_client_sent_meanwhile_is_thrown_away_and_its_close_frame_ends_the_session()
    {
        Refuse();
        _replies.ResetWrittenCount();
        Span<byte> input = [.. ClientFrame.Text("subscribe"), .. ClientFrame.Ping([]), .. ClientFrame.Close(4004)];

        Assert.True(_session.TryAdvance(ref input, _replies, out var happened));
        Assert.Equal(SessionEventKind.Closed, happened.Kind);
        Assert.True(_session.State.IsOver());
        Assert.Equal(0, _replies.WrittenCount);
    }

    [Fact]
    public void There_is_nothing_to_decide_before_the_request_is_read_and_after_it_was_refused()
    {
        Assert.Null(_session.Undecided);

        Refuse();

        Assert.Null(_session.Undecided);
    }

    private string Sent => Encoding.Latin1.GetString(_replies.WrittenSpan);

    private void Refuse()
    {
        Span<byte> request = Encoding.ASCII.GetBytes(UpgradeRequest.Text());
        Assert.True(_session.TryAdvance(ref request, _replies, out _));
        Assert.NotNull(_session.Undecided);
        _session.Reject(new RefusalByClose("chat", FrameWriter.Frame(Opcode.Text, "why"u8), CloseCode.NotFound, "nothing here"), _replies);
    }
}
