using System.Text;
using Akka.Actor;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Bounds the bytes that wait for all slow readers of a node: those with the largest outboxes are shed, and no others.</summary>
public sealed class SheddingTests : ActorTest
{
    private const int Budget = 300_000;
    private const int MessageBytes = 20_000;

    private readonly IActorRef _topics;
    private readonly IActorRef _connections;

    public SheddingTests()
    {
        var rules = new TopicRules(
        [
            new TopicRule { Match = "oldest", Delivery = DeliveryPolicy.DropOldest, DeliveryBytes = 1_000_000 },
            new TopicRule { Match = "latest", Delivery = DeliveryPolicy.Latest },
        ]);
        _topics = Sys.ActorOf(TopicsActor.Props(new TopicSettings(), rules, Clock, Telemetry));
        var settings = new PushSettings { OutboxBytes = 1_000_000, MaxOutboxBytes = Budget };
        var environment = new ConnectionEnvironment(settings, rules, _topics, Clock, Telemetry, Sys.Log);
        _connections = Sys.ActorOf(ConnectionsActor.Props(environment, new DrainSettings()));
    }

    [Fact]
    public void Beyond_the_budget_the_largest_outbox_loses_what_may_be_dropped_and_nobody_is_closed()
    {
        var large = Stop("oldest");
        var small = Stop("every");
        Publish("every", 3);
        Publish("oldest", 12);

        Publish("every", 1);

        Eventually(() => Assert.InRange(Telemetry.Figures.OutboxBytes, 0, Budget));
        Assert.Equal(2, Telemetry.Figures.Open);
        ReadOn(large);
        ReadOn(small);
        Eventually(() => Assert.NotEmpty(ServerFrames.Events(large.Sent, "gap")));
        Eventually(() => Assert.Equal(5, ServerFrames.Events(small.Sent, "message").Count));
    }

    [Fact]
    public void Where_nothing_may_be_dropped_the_largest_is_closed_and_the_others_stay()
    {
        var large = Stop("every");
        var small = Stop("every.too");
        Publish("every.too", 3);
        Publish("every", 9);
        Eventually(() => Assert.Equal(2, Telemetry.Figures.Open));

        Publish("every", 4);

        Eventually(() => Assert.Equal((1, 1), (Telemetry.Figures.Open, Telemetry.Figures.Closing)));
        ReadOn(large);
        ReadOn(small);
        Eventually(() => Assert.Contains("reads too slowly", large.SentText, StringComparison.Ordinal));
        Eventually(() => Assert.Equal(4, ServerFrames.Events(small.Sent, "message").Count));
    }

    [Fact]
    public void A_reader_that_keeps_only_the_newest_is_closed_only_when_it_is_the_worst()
    {
        Stop("latest");
        Stop("every");
        Publish("latest", 30);
        Publish("every", 14);

        Eventually(() => Assert.Equal((1, 1), (Telemetry.Figures.Open, Telemetry.Figures.Closing)));
        Publish("latest", 1);
        Assert.Equal(1, Publish("latest", 1));
    }

    [Fact]
    public void A_connection_that_was_closed_leaves_the_budget_to_the_others()
    {
        var first = Stop("every");
        Publish("every", 12);
        first.ClientReadsOn();
        first.ClientResets();
        Eventually(() => Assert.Equal(0, Telemetry.Connections.Total));

        Stop("every");
        Publish("every", 12);

        Eventually(() => Assert.InRange(Telemetry.Figures.OutboxBytes, 12 * MessageBytes, Budget));
        Assert.Equal(1, Telemetry.Figures.Open);
    }

    [Fact]
    public void Readers_that_keep_up_are_never_shed()
    {
        var client = Subscribe("every");
        Publish("every", 50);

        Eventually(() => Assert.Equal(50, ServerFrames.Events(client.Sent, "message").Count));
        Assert.Equal(1, Telemetry.Figures.Open);
    }

    private MemoryTransport Subscribe(string topic)
    {
        var client = new MemoryTransport();
        _connections.Tell(new ConnectionsRequest.Admit(client), ActorRefs.NoSender);
        client.ClientSends(UpgradeRequest.To("/"));
        client.ClientSends(ClientFrame.Text($$"""{"type":"subscribe","id":1,"topic":"{{topic}}"}"""));
        Eventually(() => Assert.Single(ServerFrames.Events(client.Sent, "subscribed")));
        return client;
    }

    // The first message is what its socket does not take.
    private MemoryTransport Stop(string topic)
    {
        var client = Subscribe(topic);
        client.ClientStopsReading();
        Publish(topic, 1);
        Eventually(() => Assert.Single(ServerFrames.Events(client.Sent, "message")));
        return client;
    }

    private static void ReadOn(MemoryTransport client) => client.ClientReadsOn();

    /// <returns>How many the last one was told to.</returns>
    private int Publish(string topic, int count)
    {
        var subscribers = 0;
        for (var i = 0; i < count; i++)
        {
            Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(new string('x', MessageBytes)), out var publication, out _));
            _topics.Tell(new TopicRequest.Publish(TopicName.Parse(topic), publication, PublicationSource.AdminApi));
            subscribers = ExpectMsg<TopicReply.Published>().Subscribers;
        }

        return subscribers;
    }
}
