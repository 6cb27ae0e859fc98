using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tapping;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Tapping;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>An operator watches the frames of one connection.</summary>
public sealed class TapTests : ConnectionActorTest
{
    private static readonly TapFilter All = new() { PayloadBytes = 1024 };

    [Fact]
    public void Frames_of_both_sides_are_shown_in_their_order()
    {
        Open("/echo");
        var tap = Start(All);
        Transport.ClientSends(ClientFrame.Text("hello"));
        ExpectSent("hello");
        Transport.ClientSends(ClientFrame.Ping([1]));
        Snapshot();

        Assert.Equal(["in text hello", "out text hello", "in ping AQ==", "out pong AQ=="], Expect(tap, 4));
    }

    [Fact]
    public void The_answer_names_the_protocol_and_the_user()
    {
        Open("/topics/news");
        Connection.Tell(new ConnectionMessage.StartTap(new Tap(new ConnectionId(1), All), TestActor));

        Assert.Equal(new ConnectionMessage.Tapped(new ConnectionId(1), null, "plain"), ExpectMsg<ConnectionMessage.Tapped>());
    }

    [Fact]
    public void A_tap_shows_what_passes_after_its_beginning_also_if_it_begins_within_a_frame()
    {
        Open("/echo");
        Transport.ClientSends(ClientFrame.Text("before"));
        ExpectSent("before");
        var cut = ClientFrame.Text("cut in two");
        Transport.ClientSends(cut.AsSpan(0, 9));
        Eventually(() => Assert.False(Transport.HasUnread));
        var tap = Start(All);
        Transport.ClientSends(cut.AsSpan(9));
        ExpectSent("cut in two");
        Transport.ClientSends(ClientFrame.Text("after"));
        ExpectSent("after");

        Assert.Equal(["out text cut in two", "in text after", "out text after"], Expect(tap, 3));
    }

    [Fact]
    public void Deliveries_to_a_reader_that_is_behind_are_shown_when_they_are_sent()
    {
        OpenSubscribed();
        Transport.ClientStopsReading();
        Deliver("first");
        ExpectSent("first");
        var tap = Start(All);
        Deliver("second");
        Snapshot();
        Assert.False(tap.TryRead(out _));

        Transport.ClientReadsOn();
        Assert.Equal(["out text second"], Expect(tap, 1));
    }

    [Fact]
    public void Two_taps_of_a_connection_end_one_by_one()
    {
        Open("/echo");
        var (first, second, third) = (Start(All), Start(All), Start(All));
        Connection.Tell(new ConnectionMessage.EndTap(second));
        Transport.ClientSends(ClientFrame.Text("a"));
        Assert.Equal(["in text a", "out text a"], Expect(first, 2));
        Assert.Equal(["in text a", "out text a"], Expect(third, 2));

        Connection.Tell(new ConnectionMessage.EndTap(third));
        Connection.Tell(new ConnectionMessage.EndTap(first));
        Transport.ClientSends(ClientFrame.Text("unseen"));
        ExpectSent("unseen");
        Assert.All([first, second, third], tap => Assert.False(tap.TryRead(out _)));
    }

    [Theory]
    [InlineData(true, false, "in text x")]
    [InlineData(false, true, "out text x")]
    public void A_direction_can_be_chosen(bool fromClient, bool toClient, string shown)
    {
        Open("/echo");
        var tap = Start(All with { FromClient = fromClient, ToClient = toClient });
        Transport.ClientSends(ClientFrame.Text("x"));

        Assert.Equal([shown], Expect(tap, 1));
    }

    [Fact]
    public void Opcodes_and_topics_can_be_chosen()
    {
        Open("/connect", "wsactors.v1.json");
        Assert.True(FrameOpcodes.TryParse("ping", out var ping));
        var (pings, news) = (Start(All with { Opcodes = ping }), Start(All with { Topic = "news", PayloadBytes = 0 }));
        Transport.ClientSends([.. ClientFrame.Text("""{"type":"ping"}"""), .. ClientFrame.Ping([]), .. ClientFrame.Text("""{"type":"subscribe","topic":"news"}""")]);

        Assert.Equal(["in ping "], Expect(pings, 1));
        Assert.Equal(["in text "], Expect(news, 1));
    }

    [Fact]
    public void A_reader_that_is_too_slow_misses_frames_and_is_told_how_many()
    {
        Settings = new PushSettings { CommandsPerSecond = 0 };
        Open("/echo");
        var tap = Start(All with { ToClient = false });
        var ping = ClientFrame.Pong([]);
        for (var i = 0; i < Tap.MaxFrames + 100; i++)
            Transport.ClientSends(ping);
        Eventually(() => Assert.False(Transport.HasUnread));
        Snapshot();
        Assert.Equal(100, tap.Skipped);

        Assert.True(tap.TryRead(out _));
        Transport.ClientSends(ClientFrame.Text("next"));
        ExpectSent("next");
        TapEvent? last = null;
        while (tap.TryRead(out var passed))
            last = passed;
        Assert.Equal(("next", 100L, 0L), (last!.Frame.Payload, last.SkippedBefore, tap.Skipped));
    }

    [Fact]
    public void Large_payloads_that_wait_are_bounded_by_their_bytes()
    {
        Open("/echo");
        var tap = Start(new TapFilter { PayloadBytes = 64 * 1024, ToClient = false });
        var large = ClientFrame.Binary(new byte[60_000]);
        for (var i = 0; i < 100; i++)
        {
            Transport.ClientSends(large);
            Eventually(() => Assert.False(Transport.HasUnread));
        }

        Snapshot();
        Assert.Equal(100 - (Tap.MaxBytes / 60_000), tap.Skipped);
    }

    [Fact]
    public void A_tap_ends_with_its_connection_and_shows_how_it_ended()
    {
        Open("/echo");
        var tap = Start(All);
        Transport.ClientSends(ClientFrame.Close(4321, "bye"));
        Transport.ClientEnds();
        ExpectTerminated(Connection);

        Assert.Equal(["in close 4321 bye", "out close 4321"], Expect(tap, 2));
        Assert.False(tap.TryRead(out _));
        Assert.True(tap.IsOver);
        Assert.Equal((ConnectionOutcome.Closed, CloseCode.Of(4321), "bye"), (tap.End!.Outcome, tap.End.Code, tap.End.Reason));
        Assert.True(Transport.Disposed);
    }

    [Fact]
    public void A_tap_ends_with_a_connection_that_fails()
    {
        Open("/echo");
        var tap = Start(All);
        Transport.ThrowsOnReceive = true;
        Transport.ClientSends("x");
        ExpectTerminated(Connection);

        Assert.True(tap.IsOver);
        Assert.Equal(ConnectionOutcome.Cut, tap.End!.Outcome);
    }

    [Fact]
    public void A_reader_that_has_left_before_the_beginning_is_refused()
    {
        Open("/echo");
        var tap = new Tap(new ConnectionId(1), All);
        tap.Leave();
        Connection.Tell(new ConnectionMessage.StartTap(tap, TestActor));

        ExpectMsg<ConnectionMessage.Refused>();
        Transport.ClientSends(ClientFrame.Text("unseen"));
        ExpectSent("unseen");
        Assert.False(tap.TryRead(out _));
    }

    [Fact]
    public void A_connection_that_is_not_open_is_refused()
    {
        Begin();
        Assert.Equal(ErrorCode.UnknownConnection, Refusal());
    }

    [Fact]
    public void A_connection_that_closes_is_refused()
    {
        Open("/echo");
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Of(4000), "out"));

        Assert.Equal(ErrorCode.UnknownConnection, Refusal());
    }

    [Fact]
    public void An_event_stream_is_refused_because_it_has_no_frames()
    {
        Begin();
        Transport.ClientSends("GET /topics/news HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        ExpectSent("HTTP/1.1 200");

        Assert.Equal(ErrorCode.NoFrames, Refusal());
    }

    [Fact]
    public void A_rule_that_redacts_counts_from_the_moment_it_is_there()
    {
        Rules = [new TopicRule { Match = "news", Redact = true }];
        OpenSubscribed();
        var tap = Start(All);
        Deliver("secret");

        var passed = Take(tap);
        Assert.Equal((null, "rule", 6UL), (passed.Frame.Payload, passed.Frame.Withheld, passed.Frame.Size));
        Assert.Equal(["news"], passed.Frame.Topics);
    }

    [Fact]
    public void A_tapped_connection_keeps_the_properties_of_its_transport()
    {
        Open("/echo");
        var before = Snapshot();
        Start(All);
        var after = Snapshot();

        Assert.Equal((before.RemoteEndPoint, before.Security), (after.RemoteEndPoint, after.Security));
        Transport.HostAcknowledges(1);
        Pass(Settings.KeepAliveInterval);
        Assert.Equal(1, Telemetry.Connections.Open);
    }

    private Tap Start(TapFilter filter)
    {
        var tap = new Tap(new ConnectionId(1), filter);
        Connection.Tell(new ConnectionMessage.StartTap(tap, TestActor));
        ExpectMsg<ConnectionMessage.Tapped>();
        return tap;
    }

    private string Refusal()
    {
        Connection.Tell(new ConnectionMessage.StartTap(new Tap(new ConnectionId(1), All), TestActor));
        return FishForMessage<ConnectionMessage.Refused>(_ => true).Code;
    }

    private TapEvent Take(Tap tap)
    {
        TapEvent? passed = null;
        Eventually(() => Assert.True(passed is not null || tap.TryRead(out passed)));
        return passed!;
    }

    private string[] Expect(Tap tap, int count)
    {
        var lines = Enumerable.Range(0, count).Select(_ => Take(tap))
            .Select(passed => $"{(passed.IsFromClient ? "in" : "out")} {passed.Frame.Opcode} {passed.Frame.Payload}").ToArray();
        Assert.False(tap.TryRead(out _));
        return lines;
    }
}
