using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Session;

/// <summary>The close handshake from both sides, and what may go wrong in it.</summary>
public sealed class ClosingTests
{
    [Fact]
    public void The_peer_closes_and_is_answered()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Close(1001, "leaving"));

        Assert.Equal(new CloseStatus(CloseCode.GoingAway, "leaving"), conversation.Closed);
        Assert.Equal((ushort?)1001, Assert.Single(conversation.Frames).CloseCode);
    }

    [Fact]
    public void A_close_without_a_code_is_answered_without_one()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Close());

        Assert.Equal(CloseCode.NoStatus, conversation.Closed?.Code);
        Assert.Equal([new ServerFrame(Opcode.Close, [])], conversation.Frames);
    }

    [Fact]
    public void We_close_and_the_peers_answer_is_told_but_not_answered()
    {
        var conversation = Conversation.Open().Close(CloseCode.GoingAway).Receive(ClientFrame.Close(1001));

        Assert.Equal(["Closed 1001 "], conversation.Happened);
        Assert.Single(conversation.Frames);
        Assert.Equal(SessionState.Closed, conversation.State);
    }

    [Fact]
    public void Both_close_at_once_and_each_sends_one_close_frame()
    {
        // The peer's close was under way when we sent ours: nobody answers anybody.
        var conversation = Conversation.Open().Close(CloseCode.GoingAway, "draining").Receive(ClientFrame.Close(1000, "done"));

        Assert.Equal(new CloseStatus(CloseCode.Normal, "done"), conversation.Closed);
        Assert.Equal((ushort?)1001, Assert.Single(conversation.Frames).CloseCode);
        Assert.Equal(SessionState.Closed, conversation.State);
    }

    [Fact]
    public void A_second_close_of_ours_says_nothing() =>
        Assert.Single(Conversation.Open().Close(CloseCode.GoingAway).Close(CloseCode.Normal).Frames);

    [Fact]
    public void A_close_of_ours_after_the_peers_says_nothing() =>
        Assert.Single(Conversation.Open().Receive(ClientFrame.Close(1000)).Close(CloseCode.GoingAway).Frames);

    [Fact]
    public void What_follows_the_peers_close_is_thrown_away()
    {
        var conversation = Conversation.Open()
            .Receive([.. ClientFrame.Close(1000), .. ClientFrame.Text("late"), .. ClientFrame.Ping([]), .. ClientFrame.Close(1001)])
            .Receive([0xFF, 0xFF]);

        Assert.Equal(["Closed 1000 "], conversation.Happened);
        Assert.Single(conversation.Frames);
    }

    [Fact]
    public void After_our_close_data_and_pings_are_neither_told_nor_answered()
    {
        var conversation = Conversation.Open().Close(CloseCode.GoingAway)
            .Receive([.. ClientFrame.Text("late"), .. ClientFrame.Ping([]), .. ClientFrame.Frame(0x01, "a"u8), .. ClientFrame.Frame(0x80, "b"u8)]);

        Assert.Empty(conversation.Happened);
        Assert.Single(conversation.Frames);
    }

    [Fact]
    public void After_our_close_the_rest_of_a_message_is_thrown_away_wherever_it_was_cut()
    {
        byte[] message = [.. ClientFrame.Frame(0x01, "abc"u8), .. ClientFrame.Frame(0x80, "def"u8)];
        for (var cut = 0; cut < message.Length; cut++)
        {
            var conversation = Conversation.Open().Receive(message.AsSpan(0, cut)).Close(CloseCode.GoingAway)
                .Receive(message.AsSpan(cut)).Receive(ClientFrame.Close(1001));

            Assert.Equal(["Closed 1001 "], conversation.Happened);
        }
    }

    [Fact]
    public void A_violation_after_our_close_ends_it_without_a_second_close_frame()
    {
        var conversation = Conversation.Open().Close(CloseCode.GoingAway).Receive(ClientFrame.Frame(0x83, []));

        Assert.Equal(["Violated 1002 reserved_opcode"], conversation.Happened);
        Assert.Single(conversation.Frames);
        Assert.Equal(SessionState.Failed, conversation.State);
    }

    [Fact]
    public void A_close_in_the_middle_of_a_message_ends_the_connection_and_the_message_is_never_told() => Assert.Equal(
        ["Closed 1000 "],
        Conversation.Open().Receive([.. ClientFrame.Frame(0x01, "a"u8), .. ClientFrame.Close(1000), .. ClientFrame.Frame(0x80, "b"u8)]).Happened);

    [Fact]
    public void A_stream_that_ends_without_any_close_leaves_the_session_waiting()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Text("and then nothing"));

        Assert.Equal(SessionState.Open, conversation.State);
        Assert.Null(conversation.Closed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(125)]
    public void A_close_frame_of_any_legal_length_may_come_octet_by_octet(int length)
    {
        var payload = new byte[length];
        payload.AsSpan().Fill((byte)'r');
        if (length >= 2)
            (payload[0], payload[1]) = (0x03, 0xE8);

        Assert.NotNull(Conversation.Open().ReceiveOctetWise(ClientFrame.Frame(0x88, payload)).Closed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(126)]
    [InlineData(65536)]
    public void A_close_frame_of_any_other_length_is_answered_with_1002(int length) => Assert.Equal(
        CloseCode.ProtocolError, Conversation.Open().Receive(ClientFrame.Frame(0x88, new byte[length])).Violation?.Code);
}
