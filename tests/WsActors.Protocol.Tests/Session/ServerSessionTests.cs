using System.Buffers;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Session;

/// <summary>The life of a connection, event by event.</summary>
public sealed class ServerSessionTests
{
    [Fact]
    public void A_life_from_the_request_to_the_close()
    {
        var conversation = new Conversation()
            .Receive(UpgradeRequest.Text())
            .Receive(ClientFrame.Text("hello"))
            .Receive(ClientFrame.Ping("now?"u8))
            .Receive(ClientFrame.Pong("unasked"u8))
            .Receive(ClientFrame.Close(1000, "bye"));

        Assert.Equal(
            ["Requested /echo", "Text hello", "Ping now?", "Pong unasked", "Closed 1000 bye"],
            conversation.Happened);
        Assert.Equal(SessionState.Closed, conversation.State);
    }

    [Fact]
    public void The_same_life_octet_by_octet_is_the_same()
    {
        byte[] all =
        [
            .. UpgradeRequest.Text().Select(c => (byte)c),
            .. ClientFrame.Text("hello"), .. ClientFrame.Ping("now?"u8), .. ClientFrame.Close(1000, "bye"),
        ];
        var whole = new Conversation().Receive(all);
        var octets = new Conversation().ReceiveOctetWise(all);

        Assert.Equal(whole.Happened, octets.Happened);
        Assert.Equal(whole.Sent, octets.Sent);
    }

    [Fact]
    public void Frames_right_behind_the_handshake_are_read_after_Accept() => Assert.Equal(
        ["Requested /echo", "Text early"],
        new Conversation().Receive([.. UpgradeRequest.Text().Select(c => (byte)c), .. ClientFrame.Text("early")]).Happened);

    [Fact]
    public void Frames_behind_a_handshake_that_came_in_two_reads_are_read_after_Accept()
    {
        var request = UpgradeRequest.Text().Select(c => (byte)c).ToArray();
        for (var cut = 0; cut <= request.Length; cut++)
        {
            var conversation = new Conversation()
                .Receive(request.AsSpan(0, cut))
                .Receive([.. request.AsSpan(cut), .. ClientFrame.Text("early")]);

            Assert.Equal(["Requested /echo", "Text early"], conversation.Happened);
        }
    }

    [Fact]
    public void More_than_the_request_limit_may_lie_behind_the_handshake()
    {
        var message = new string('x', 20_000);
        var request = UpgradeRequest.Text().Select(c => (byte)c).ToArray();
        var conversation = new Conversation()
            .Receive(request.AsSpan(0, 10))
            .Receive([.. request.AsSpan(10), .. ClientFrame.Text(message)]);

        Assert.Equal(20_000, ReadLastPayload(conversation).Length);
    }

    [Fact]
    public void Bytes_behind_the_handshake_stay_in_the_input_until_the_host_has_decided()
    {
        var session = new ServerSession(new SessionLimits());
        var replies = new ArrayBufferWriter<byte>();
        byte[] all = [.. UpgradeRequest.Text().Select(c => (byte)c), .. ClientFrame.Text("early")];
        var input = all.AsSpan();

        Assert.True(session.TryAdvance(ref input, replies, out _));
        Assert.False(session.TryAdvance(ref input, replies, out _));
        Assert.Equal(ClientFrame.Text("early"), input);
    }

    [Fact]
    public void After_Reject_what_the_peer_says_is_thrown_away()
    {
        var session = new ServerSession(new SessionLimits());
        var replies = new ArrayBufferWriter<byte>();
        session.Reject(RouteRefusals.NotFound("/connect"), replies);
        var input = ClientFrame.Text("hello").AsSpan();

        Assert.False(session.TryAdvance(ref input, replies, out _));
        Assert.True(input.IsEmpty && session.State.IsOver());
    }

    [Fact]
    public void A_refused_request_is_answered_and_what_follows_thrown_away()
    {
        var conversation = new Conversation().Receive("POST / HTTP/1.1\r\nHost: x\r\n\r\n").Receive(UpgradeRequest.Text());

        Assert.Equal(["Refused 405 method_not_allowed"], conversation.Happened);
        Assert.Equal(SessionState.Failed, conversation.State);
    }

    [Fact]
    public void Accept_answers_a_request_and_nothing_else()
    {
        var session = new ServerSession(new SessionLimits());

        Assert.Throws<InvalidOperationException>(() => session.Accept(null, 100, new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void Reject_is_for_handshakes_only() => Assert.Throws<InvalidOperationException>(
        () => Conversation.Open().Session.Reject(RouteRefusals.NotFound("/connect"), new ArrayBufferWriter<byte>()));

    [Fact]
    public void Close_before_the_handshake_is_a_mistake_of_the_host() => Assert.Throws<InvalidOperationException>(
        () => new Conversation().Close(CloseCode.Normal));

    [Fact]
    public void A_ping_of_126_bytes_is_a_mistake_of_the_host__RFC6455_5_5() => Assert.Throws<InvalidOperationException>(
        () => Conversation.Open().Session.Ping(new byte[126], new ArrayBufferWriter<byte>()));

    [Fact]
    public void No_ping_is_sent_after_our_close__RFC6455_5_5_1() => Assert.Throws<InvalidOperationException>(
        () => Conversation.Open().Close(CloseCode.Normal).Session.Ping([], new ArrayBufferWriter<byte>()));

    [Fact]
    public void The_states_tell_what_may_still_be_done()
    {
        var conversation = new Conversation();
        Assert.True(conversation.State.CanReceive() && !conversation.State.CanSend());
        conversation.Receive(UpgradeRequest.Text());
        Assert.True(conversation.State.CanReceive() && conversation.State.CanSend());
        conversation.Close(CloseCode.Normal);
        Assert.True(conversation.State.CanReceive() && !conversation.State.CanSend() && !conversation.State.IsOver());
        conversation.Receive(ClientFrame.Close(1000));
        Assert.True(!conversation.State.CanReceive() && !conversation.State.CanSend() && conversation.State.IsOver());
    }

    [Fact]
    public void Release_ends_a_session_wherever_it_stands()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Frame(0x01, "unfinished"u8));
        conversation.Session.Release();

        Assert.True(conversation.Receive(ClientFrame.Frame(0x80, "end"u8)).Session.State.IsOver());
        Assert.Empty(conversation.Happened);
    }

    [Fact]
    public void Release_leaves_a_clean_close_what_it_was()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Close(1000));
        conversation.Session.Release();

        Assert.Equal(SessionState.Closed, conversation.State);
    }

    private static byte[] ReadLastPayload(Conversation conversation)
    {
        var sent = conversation.Sent;
        var head = sent.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return ServerFrame.ReadAll(sent.AsSpan(head))[^1].Payload;
    }
}
