using System.Text;
using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests;

/// <summary>Something fails by our own fault: what else lives, what the clients see, and that the counts are right.</summary>
public sealed class SupervisionTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly MemoryListener _listener = new();
    private readonly ServerActor.Children _children;

    public SupervisionTests()
    {
        var settings = new ServerSettings { Push = new PushSettings { MaxConnectionsPerAddress = 1000 } };
        var server = Sys.ActorOf(ServerActor.Props(settings, _listener, Telemetry, Time.Provider), "ws");
        server.Tell(ServerActor.GetChildren.Instance);
        _children = ExpectMsg<ServerActor.Children>();
        Eventually(() => Assert.True(_listener.IsAttached));
    }

    [Fact]
    public void When_a_topic_fails_its_clients_return_to_a_new_log_and_are_told_that_messages_may_be_lost()
    {
        var client = Subscribe();
        FailTopic();

        Eventually(() => Assert.Equal(2, Subscriptions(client).Count));
        var (before, after) = (Subscriptions(client)[0], Subscriptions(client)[1]);
        Assert.NotEqual(before.GetProperty("epoch").GetString(), after.GetProperty("epoch").GetString());
        Assert.False(after.GetProperty("recovered").GetBoolean());
        Assert.False(after.TryGetProperty("id", out _));
    }

    [Fact]
    public void After_a_topic_failed_every_client_hears_its_publications_again_exactly_once()
    {
        var clients = Enumerable.Range(0, 200).Select(_ => Subscribe()).ToArray();
        FailTopic();
        Eventually(() => Assert.All(clients, client => Assert.Equal(2, Subscriptions(client).Count)));

        Assert.Equal(clients.Length, Publish("back"));

        Eventually(() => Assert.All(clients, client => Assert.Single(ServerFrames.Events(client.Sent, "message"))));
        Assert.Equal(clients.Length, Telemetry.Figures.Subscriptions);
    }

    [Fact]
    public void When_the_parent_of_all_topics_fails_the_clients_return_too()
    {
        var client = Subscribe();
        EventFilter.Exception<NullReferenceException>().ExpectOne(
            () => _children.Topics.Tell(new TopicRequest.Publish(null!, Text("x"), PublicationSource.Server)));

        Eventually(() => Assert.Equal(2, Subscriptions(client).Count));
        Assert.False(Subscriptions(client)[1].GetProperty("recovered").GetBoolean());
        Assert.Equal(1, Publish("back"));
    }

    [Fact]
    public void A_connection_that_fails_closes_its_socket_and_leaves_its_topics_and_the_counts()
    {
        var failing = Subscribe();
        var other = Subscribe();
        EventFilter.Exception<InvalidOperationException>("planted").ExpectOne(() =>
        {
            failing.ThrowsOnReceive = true;
            failing.ClientSends(ClientFrame.Text("x"));
        });

        Eventually(() => Assert.True(failing.Disposed));
        Eventually(() => Assert.Equal((1, 1), (Telemetry.Figures.Open, Telemetry.Figures.Subscriptions)));
        Assert.Equal(1, Publish("still here"));
        Eventually(() => Assert.Single(ServerFrames.Events(other.Sent, "message")));
    }

    [Fact]
    public void A_connection_that_fails_makes_room_in_the_table_of_its_parent()
    {
        var client = Subscribe();
        client.ThrowsOnReceive = true;
        client.ClientSends(ClientFrame.Text("x"));

        Eventually(() =>
        {
            _children.Connections.Tell(new ConnectionsRequest.GetConnections(null, 10, null));
            Assert.Empty(ExpectMsg<ConnectionsReply.ConnectionPage>().Connections);
        });
    }

    [Fact]
    public void When_the_acceptor_fails_connections_live_and_new_ones_are_accepted()
    {
        var before = Subscribe();
        _listener.ThrowOnNextAccept();
        EventFilter.Exception<InvalidOperationException>("planted").ExpectOne(() => _listener.Connect());

        var after = Subscribe();

        Assert.False(_listener.Disposed);
        Assert.Equal(2, Publish("to all"));
        Eventually(() => Assert.Single(ServerFrames.Events(before.Sent, "message")));
        Eventually(() => Assert.Single(ServerFrames.Events(after.Sent, "message")));
    }

    [Fact]
    public void When_the_parent_of_all_connections_fails_they_are_closed_and_new_ones_are_accepted()
    {
        var before = Subscribe();
        EventFilter.Exception<NullReferenceException>().ExpectOne(
            () => _children.Connections.Tell(new ConnectionsRequest.Admit(null!), ActorRefs.NoSender));

        Eventually(() => Assert.True(before.Disposed));
        Eventually(() => Assert.Equal((0, 0), (Telemetry.Connections.Total, Telemetry.Figures.Subscriptions)));
        Subscribe();
        Assert.Equal(1, Publish("to the new one"));
    }

    [Fact]
    public void When_everyone_has_left_after_the_faults_every_count_is_zero()
    {
        var clients = Enumerable.Range(0, 10).Select(_ => Subscribe()).ToArray();
        FailTopic();
        clients[0].ThrowsOnReceive = true;
        foreach (var client in clients)
            client.ClientResets();

        Eventually(() => Assert.Equal(
            (0, 0, 0), (Telemetry.Connections.Total, Telemetry.Figures.Subscriptions, Telemetry.Figures.OutboxBytes)));
    }

    private MemoryTransport Subscribe()
    {
        var client = _listener.Connect();
        client.ClientSends(UpgradeRequest.To("/connect"));
        client.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":1,"topic":"news"}"""));
        Eventually(() => Assert.Single(Subscriptions(client)));
        return client;
    }

    private static IReadOnlyList<System.Text.Json.JsonElement> Subscriptions(MemoryTransport client) =>
        ServerFrames.Events(client.Sent, "subscribed");

    // The topic's reference is told to its subscribers only, so the test becomes one for a moment.
    private void FailTopic()
    {
        _children.Topics.Tell(new TopicRequest.Subscribe(News, TestActor, PlainProtocol.Instance));
        var topicRef = ExpectMsg<Subscriber.Subscribed>().TopicRef;
        topicRef.Tell(new TopicActor.Unsubscribe(TestActor));
        EventFilter.Exception<ActorKilledException>().ExpectOne(() => topicRef.Tell(Kill.Instance));
    }

    private int Publish(string text)
    {
        _children.Topics.Tell(new TopicRequest.Publish(News, Text(text), PublicationSource.AdminApi));
        return ExpectMsg<TopicReply.Published>().Subscribers;
    }

    private static Publication Text(string text)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        return publication;
    }
}
