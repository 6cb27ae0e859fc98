using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>The tombstone that a connection leaves when it ends.</summary>
public sealed class RemainsTests : ConnectionActorTest
{
    private readonly TestProbe _evidence;

    public RemainsTests() => Evidence = _evidence = CreateTestProbe("evidence");

    [Fact]
    public void A_client_that_closes_is_named_with_its_code_topics_and_traffic()
    {
        OpenSubscribed();
        Deliver("one");
        ExpectSent("one");
        Pass(TimeSpan.FromSeconds(7));
        Transport.ClientSends(ClientFrame.Close(4321, "bye"));

        var tombstone = _evidence.ExpectMsg<Tombstone>();
        Assert.Equal((new ConnectionId(1), "plain", EndedBy.Client, ConnectionOutcome.Closed), (tombstone.Id, tombstone.Protocol, tombstone.EndedBy, tombstone.Outcome));
        Assert.Equal(CloseCode.Of(4321), tombstone.Code);
        Assert.Equal("bye", tombstone.Reason);
        Assert.Equal(["news"], tombstone.Subscriptions);
        Assert.Equal((1, 1L), (tombstone.SubscriptionCount, tombstone.MessagesSent));
        Assert.Equal(TimeSpan.FromSeconds(7), tombstone.EndedAt - tombstone.ConnectedAt);
        Assert.Equal("192.0.2.1:40000", tombstone.RemoteEndPoint?.ToString());
        Assert.Null(tombstone.Refusal);
    }

    [Fact]
    public void A_connection_that_breaks_without_a_close_frame_ends_by_the_network_and_its_idle_time_is_known()
    {
        OpenSubscribed();
        Pass(TimeSpan.FromSeconds(10));
        Transport.ClientEnds();

        var tombstone = _evidence.ExpectMsg<Tombstone>();
        Assert.Equal((EndedBy.Network, ConnectionOutcome.Lost, TimeSpan.FromSeconds(10)), (tombstone.EndedBy, tombstone.Outcome, tombstone.Idle));
        Assert.True(tombstone.WasLost);
        Assert.Null(tombstone.Code);
    }

    [Fact]
    public void What_waited_for_a_slow_reader_is_told_although_it_is_thrown_away()
    {
        Settings = new PushSettings { OutboxBytes = 1024 };
        OpenSubscribed();
        Transport.ClientStopsReading();
        for (var i = 0; i < 5; i++)
            Deliver(new string('x', 400));

        var tombstone = _evidence.ExpectMsg<Tombstone>();
        Assert.Equal((EndedBy.Server, CloseCode.SlowConsumer), (tombstone.EndedBy, tombstone.Code));
        Assert.InRange(tombstone.QueuedBytes, 400, 1024);
        Assert.InRange(tombstone.QueuedFrames, 0, 2);
    }

    [Fact]
    public void A_refused_connection_is_named_with_the_cause()
    {
        Begin(HandshakeRefusals.TooManyConnections(7));
        Transport.ClientSends(Request("/connect"));

        var tombstone = _evidence.ExpectMsg<Tombstone>();
        Assert.Equal((EndedBy.Server, ConnectionOutcome.Refused), (tombstone.EndedBy, tombstone.Outcome));
        Assert.Equal(HandshakeRefusals.TooManyConnections(7).Name, tombstone.Refusal);
        Assert.Equal(HandshakeRefusals.TooManyConnections(7).Message, tombstone.Reason);
        Assert.Empty(tombstone.Subscriptions);
        Assert.Null(tombstone.Protocol);
    }

    [Fact]
    public void The_first_ending_leaves_the_only_tombstone()
    {
        OpenSubscribed();
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Of(4000), "out"));
        Assert.Equal(CloseCode.Of(4000), _evidence.ExpectMsg<Tombstone>().Code);

        Transport.ClientResets();
        ExpectTerminated(Connection);
        _evidence.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_connection_whose_actor_stops_without_an_ending_leaves_one_too()
    {
        OpenSubscribed();
        Sys.Stop(Connection);

        var tombstone = _evidence.ExpectMsg<Tombstone>();
        Assert.Equal((EndedBy.Server, ConnectionOutcome.Cut), (tombstone.EndedBy, tombstone.Outcome));
        Assert.NotEmpty(tombstone.Reason);
    }

    [Fact]
    public void Of_many_subscriptions_the_first_twenty_and_their_number_are_kept()
    {
        Open("/connect", "wsactors.v1.json");
        for (var i = 0; i < 25; i++)
            Transport.ClientSends(ClientFrame.Text($$"""{"type":"subscribe","topic":"t{{i}}"}"""));
        Eventually(() => Assert.Equal(25, Snapshot().Subscriptions.Count));
        Connection.Tell(ConnectionMessage.Cut.Instance);

        var tombstone = _evidence.ExpectMsg<Tombstone>();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"t{i}"), tombstone.Subscriptions);
        Assert.Equal(25, tombstone.SubscriptionCount);
    }

    [Fact]
    public void Dropped_messages_are_reported_few_times_however_many_they_are()
    {
        var latest = new TopicRule { Match = "*", Delivery = DeliveryPolicy.Latest };
        OpenSubscribed();
        Transport.ClientStopsReading();
        Deliver("in flight");
        ExpectSent("in flight");
        for (var offset = 1; offset <= 1001; offset++)
            Connection.Tell(new Subscriber.Deliver(News, Frame($"{offset}"), Clock.Now) { Droppable = new Droppable(latest, offset, null) });
        Snapshot();
        Transport.ClientReadsOn();
        ExpectSent("1001");

        // With the first, each doubling up to 64, every 64th, and the last.
        var reports = Enumerable.Range(0, 1 + 6 + 14 + 1).Select(_ => _evidence.ExpectMsg<DropEvidence>()).ToArray();
        _evidence.ExpectNoMsg(TimeSpan.Zero);
        var last = reports[^1];
        Assert.Equal((1, 1L, 1L), (reports[0].Count, reports[0].From, reports[0].To));
        Assert.Equal((new ConnectionId(1), "news", "Latest"), (last.Connection, last.Topic, last.Policy));
        Assert.Equal((1000, 1L, 1000L), (last.Count, last.From, last.To));
    }

    [Fact]
    public void Nothing_is_reported_of_a_reader_that_keeps_up()
    {
        OpenSubscribed();
        Connection.Tell(new Subscriber.Deliver(News, Frame("1"), Clock.Now)
        {
            Droppable = new Droppable(new TopicRule { Match = "*", Delivery = DeliveryPolicy.Latest }, 1, null),
        });
        ExpectSent("1");

        Snapshot();
        _evidence.ExpectNoMsg(TimeSpan.Zero);
    }
}
