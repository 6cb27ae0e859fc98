using System.Text;
using System.Text.Json;
using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tapping;
using WsActors.Actors.Tests.Access;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Faults;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>One connection into which faults are injected.</summary>
public sealed class FaultyConnectionTests : ConnectionActorTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly FaultCohort Everyone = new FaultCohort.Share(1);
    private static readonly TopicRule Every = new() { Match = "*" };
    private static readonly TopicRule Latest = new() { Match = "*", Delivery = DeliveryPolicy.Latest };

    [Fact]
    public void A_delay_holds_back_what_is_sent_and_keeps_its_order()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Delay, Everyone) { Delay = Second });
        Publish(1);
        Publish(2);
        Elapse(Second * 0.9);
        Assert.Empty(Heard());
        Publish(3);
        Elapse(Second * 0.2);
        Eventually(() => Assert.Equal(["1", "2"], Heard()));

        Elapse(Second * 1.1);
        Eventually(() => Assert.Equal(["1", "2", "3"], Heard()));
    }

    [Fact]
    public void What_a_delay_holds_counts_towards_the_outbox()
    {
        Settings = new PushSettings { OutboxBytes = 4096 };
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Delay, Everyone) { Delay = Second * 30 });
        Publish(1, padding: 1000);
        Assert.InRange(Snapshot().QueuedBytes, 1000, 4096);
        for (var offset = 2; offset <= 6; offset++)
            Publish(offset, padding: 1000);

        Eventually(() => Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase));
    }

    [Fact]
    public void A_reader_that_is_delayed_is_behind_and_the_policy_of_its_topics_applies()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Delay, Everyone) { Delay = Second });
        for (var offset = 1; offset <= 4; offset++)
        {
            Publish(offset, Latest);
            Snapshot();
        }

        Elapse(Second * 2.2);

        Eventually(() => Assert.Equal(["1", "2-3 conflated", "4"], Heard()));
    }

    [Fact]
    public void When_the_fault_ends_what_is_held_leaves_at_once_and_later_messages_are_not_held()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Delay, Everyone) { Delay = Second * 50 });
        Publish(1);
        Snapshot();
        Publish(2);
        Snapshot();

        EndFaults();

        Eventually(() => Assert.Equal(["1", "2"], Heard()));
        Publish(3);
        Eventually(() => Assert.Equal(["1", "2", "3"], Heard()));
    }

    [Fact]
    public void A_tap_that_a_fault_stands_before_ends_and_the_fault_goes_on()
    {
        OpenSubscribedJson();
        var tap = new Tap(new ConnectionId(1), new TapFilter { PayloadBytes = 0 });
        Connection.Tell(new ConnectionMessage.StartTap(tap, TestActor));
        ExpectMsg<ConnectionMessage.Tapped>();
        Inject(new InjectedFault(FaultKind.Delay, Everyone) { Delay = Second });
        Publish(1);
        Snapshot();
        Elapse(Second * 1.1);
        Eventually(() => Assert.Equal(["1"], Heard()));
        Assert.True(tap.TryRead(out _));

        Connection.Tell(new ConnectionMessage.EndTap(tap));
        Publish(2);
        Snapshot();
        Assert.Equal(["1"], Heard());
        Elapse(Second * 1.1);

        Eventually(() => Assert.Equal(["1", "2"], Heard()));
        Assert.False(tap.TryRead(out _));
    }

    [Fact]
    public void A_throttle_lets_no_more_through_than_its_rate()
    {
        OpenSubscribedJson();
        var before = Transport.Sent.Length;
        Inject(new InjectedFault(FaultKind.Throttle, Everyone) { BytesPerSecond = 1000 });
        Publish(1, padding: 3000);
        Elapse(Second);
        Eventually(() => Assert.InRange(Transport.Sent.Length - before, 800, 1000));
        Elapse(Second);
        Eventually(() => Assert.InRange(Transport.Sent.Length - before, 1800, 2000));
        Assert.Empty(Heard());

        Elapse(Second * 2);
        Eventually(() => Assert.Equal(["1"], Heard()));
    }

    [Fact]
    public void A_throttled_reader_that_stops_gets_the_rest_when_it_reads_on()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Throttle, Everyone) { BytesPerSecond = 1000 });
        Publish(1, padding: 1000);
        Snapshot();
        Transport.ClientStopsReading();
        Elapse(Second * 5);
        Assert.Empty(Heard());
        Publish(2);
        Snapshot();

        Transport.ClientReadsOn();
        Elapse(Second * 5);

        Eventually(() => Assert.Equal(["1", "2"], Heard()));
    }

    [Fact]
    public void A_throttle_that_ends_while_a_part_is_on_its_way_loses_nothing()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Throttle, Everyone) { BytesPerSecond = 1000 });
        Publish(1, padding: 1000);
        Snapshot();
        Transport.ClientStopsReading();
        Elapse(Second * 0.3);
        Snapshot();
        EndFaults();
        Publish(2);
        Snapshot();

        Transport.ClientReadsOn();
        Elapse(Second * 0.1);

        Eventually(() => Assert.Equal(["1", "2"], Heard()));
    }

    [Fact]
    public void Dropped_messages_are_a_gap_in_their_place_and_evidence()
    {
        Evidence = TestActor;
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Drop, Everyone));
        PublishJoined(1, 2, 3);
        Snapshot();
        EndFaults();
        Publish(4);

        Eventually(() => Assert.Equal(["1-3 injected", "4"], Heard()));
        var drop = ExpectMsg<DropEvidence>();
        Assert.Equal(("injected", true, "news", 1L, 3L, 3), (drop.Policy, drop.IsInjected, drop.Topic, drop.From, drop.To, drop.Count));
    }

    [Fact]
    public void Of_messages_that_come_together_each_has_its_own_fate()
    {
        var fault = new InjectedFault(FaultKind.Drop, Everyone) { Number = 1, Probability = 0.5 };
        var isDropped = Enumerable.Range(1, 60).Select(offset => fault.Strikes(1, News, offset)).ToArray();
        Assert.InRange(isDropped.Count(dropped => dropped), 10, 50);
        OpenSubscribedJson();
        Inject(fault);
        PublishJoined([.. Enumerable.Range(1, 60).Select(offset => (long)offset)]);

        Eventually(() => Assert.Equal(Expected(isDropped), Heard()));
    }

    [Fact]
    public void Duplicated_messages_come_twice_with_one_offset()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Duplicate, Everyone));
        Publish(1);
        PublishJoined(2, 3);

        Eventually(() => Assert.Equal(["1", "1", "2", "2", "3", "3"], Heard()));
    }

    [Fact]
    public void A_reader_that_is_behind_gets_no_duplicate_which_would_pass_for_a_loss()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Duplicate, Everyone));
        Transport.ClientStopsReading();
        Transport.ClientSends(ClientFrame.Ping([]));
        Snapshot();
        Publish(1, Latest);
        Snapshot();
        Transport.ClientReadsOn();

        Eventually(() => Assert.Equal(["1"], Heard()));
    }

    [Fact]
    public void A_close_comes_after_its_time_with_its_code_and_leaves_a_tombstone()
    {
        Evidence = TestActor;
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Close, Everyone) { Number = 7, Code = CloseCode.PongTimeout, Delay = Second });
        Elapse(Second * 0.9);
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Elapse(Second * 0.2);

        ExpectClose(4101);
        var tombstone = ExpectMsg<Tombstone>();
        Assert.Equal(("injected fault f7", true, EndedBy.Server), (tombstone.Reason, tombstone.IsInjected, tombstone.EndedBy));
    }

    [Fact]
    public void A_close_that_ended_before_its_time_does_not_happen()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Close, Everyone) { Code = CloseCode.PongTimeout, Delay = Second });
        Elapse(Second * 0.5);
        EndFaults();
        Elapse(Second * 2);

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void The_close_frame_of_a_delayed_connection_is_delayed_too_and_arrives()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Delay, Everyone) { Delay = Second });
        Publish(1);
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, "bye"));
        Eventually(() => Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase));
        Assert.Empty(Heard());

        Elapse(Second * 2.2);

        ExpectClose(4000);
        Assert.Equal(["1"], Heard());
    }

    [Fact]
    public void A_topics_fault_hits_a_connection_while_it_is_subscribed()
    {
        OpenJson();
        Inject(new InjectedFault(FaultKind.Delay, new FaultCohort.OfTopic(News)) { Delay = Second });
        Transport.ClientSends(ClientFrame.Text("""{"type":"ping","id":"at once"}"""));
        ExpectSent("at once");

        Subscribe();
        Assert.DoesNotContain("subscribed", Transport.SentText, StringComparison.Ordinal);
        Elapse(Second * 1.1);
        ExpectSent("subscribed");

        Transport.ClientSends(ClientFrame.Text("""{"type":"unsubscribe","id":8,"topic":"news"}"""));
        Elapse(Second * 1.1);
        Transport.ClientSends(ClientFrame.Text("""{"type":"ping","id":"again at once"}"""));
        ExpectSent("again at once");
    }

    [Fact]
    public void A_fault_of_a_topic_leaves_the_messages_of_others_alone()
    {
        OpenSubscribedJson();
        Inject(new InjectedFault(FaultKind.Drop, new FaultCohort.OfTopic(TopicName.Parse("other"))));
        Publish(1);

        Eventually(() => Assert.Equal(["1"], Heard()));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public void Back_ends_and_operators_are_not_hit(int apiKey, bool isOperator)
    {
        var door = new WaitingAccess();
        Access = door;
        Begin();
        Transport.ClientSends(Request("/connect"));
        (door.Next() with { Identity = new Identity { ApiKey = apiKey, IsOperator = isOperator } }).Admit();
        ExpectSent("welcome");
        Inject(new InjectedFault(FaultKind.Close, Everyone) { Code = CloseCode.PongTimeout, Delay = TimeSpan.Zero });
        Elapse(Second);

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void A_connection_that_is_opened_later_is_hit_as_well()
    {
        Begin();
        Environment!.Faults = new FaultInjector(
            new ActiveFaults([new InjectedFault(FaultKind.Close, Everyone) { Code = CloseCode.PongTimeout, Delay = Second }]), Sys.Scheduler);
        Transport.ClientSends(Request("/connect"));
        ExpectSent("welcome");
        Elapse(Second * 1.1);

        ExpectClose(4101);
    }

    [Fact]
    public void Connections_that_are_not_open_take_no_notice()
    {
        Begin();
        Connection.Tell(ConnectionMessage.UseFaults.Instance);
        Connection.Tell(ConnectionMessage.FaultDue.Instance);

        Assert.Equal(ConnectionPhase.Handshaking, Snapshot().Phase);
    }

    private void Inject(params InjectedFault[] faults)
    {
        Environment!.Faults = new FaultInjector(new ActiveFaults(faults), Sys.Scheduler);
        Connection.Tell(ConnectionMessage.UseFaults.Instance);
        Snapshot();
    }

    private void EndFaults()
    {
        Environment!.Faults = null;
        Connection.Tell(ConnectionMessage.UseFaults.Instance);
        Snapshot();
    }

    // What was told before has been handled when the snapshot comes back, so that timers run from then on.
    private void Elapse(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Second * 0.05)
        {
            Snapshot();
            Time.Advance(left < Second * 0.05 ? left : Second * 0.05);
        }

        Snapshot();
    }

    private void OpenJson()
    {
        Begin();
        Transport.ClientSends(Request("/connect"));
        ExpectSent("welcome");
    }

    private void OpenSubscribedJson()
    {
        OpenJson();
        Subscribe();
        ExpectSent("subscribed");
    }

    private void Subscribe()
    {
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":1,"topic":"news"}"""));
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Snapshot();
    }

    private void Publish(long offset, TopicRule? rule = null, int padding = 0)
    {
        var topic = rule ?? Every;
        Connection.Tell(new Subscriber.Deliver(News, Message(offset, padding), Clock.Now) { Droppable = new Droppable(topic, offset, null) });
    }

    private void PublishJoined(params long[] offsets)
    {
        byte[][] frames = [.. offsets.Select(offset => Message(offset, padding: 0))];
        Connection.Tell(new Subscriber.Deliver(News, [.. frames.SelectMany(frame => frame)], Clock.Now)
        {
            Parts = frames,
            Droppable = new Droppable(Every, offsets[0], null),
        });
    }

    private static byte[] Message(long offset, int padding)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(new string('x', padding)), out var publication, out _));
        return WebSocketFrame(new ServerEvent.Message(News, publication, new TopicPosition("e", offset)));
    }

    private static byte[] WebSocketFrame(ServerEvent message) => new ClientEncoding(JsonProtocol.Instance, WebSocketCarrier.Instance).Encode(message)!;

    private static string[] Expected(bool[] isDropped)
    {
        var expected = new List<string>();
        var from = 0;
        for (var offset = 1; offset <= isDropped.Length + 1; offset++)
        {
            if (offset <= isDropped.Length && isDropped[offset - 1])
            {
                from = from == 0 ? offset : from;
                continue;
            }

            if (from > 0)
                expected.Add($"{from}-{offset - 1} injected");
            from = 0;
            if (offset <= isDropped.Length)
                expected.Add($"{offset}");
        }

        return [.. expected];
    }

    // Messages and gaps, as far as whole frames of them have been sent.
    private string[] Heard() =>
    [
        .. from text in ServerFrames.Texts(Transport.Sent)
           let json = JsonSerializer.Deserialize<JsonElement>(text)
           let type = json.GetProperty("type").GetString()
           where type is "message" or "gap"
           select type == "message"
               ? $"{json.GetProperty("offset").GetInt64()}"
               : $"{json.GetProperty("from").GetInt64()}-{json.GetProperty("to").GetInt64()} {json.GetProperty("reason").GetString()}",
    ];
}
