using System.Net;
using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A connection whose actor fails by our own fault, in any phase and with anything under way: it leaves every count.</summary>
public sealed class FailingConnectionTests : ActorTest
{
    private const string Address = "192.0.2.7";

    private static readonly TopicName News = TopicName.Parse("news");

    private readonly ConnectionEnvironment _environment;
    private readonly IActorRef _connections;
    private readonly IActorRef _topics;

    public FailingConnectionTests()
    {
        var settings = new PushSettings { MaxConnectionsPerUser = 1, MaxConnectionsPerAddress = 1, MaxConnections = 1, MaxInboundBytes = 64 * 1024 };
        _topics = Sys.ActorOf(TopicsActor.Props(new TopicSettings(), new TopicRules([]), Clock, Telemetry));
        _environment = new ConnectionEnvironment(settings, new TopicRules([]), _topics, Clock, Telemetry, Sys.Log) { Access = new CredulousAccess() };
        _connections = Sys.ActorOf(ConnectionsActor.Props(_environment, new DrainSettings()));
    }

    [Fact]
    public void Before_its_request() => FailAnd(_ => { });

    [Fact]
    public void With_half_of_a_request() => FailAnd(client =>
    {
        client.ClientSends($"GET /connect HTTP/1.1\r\nHost: localhost\r\nCookie: {new string('x', 6000)}");
        Eventually(() => Assert.NotEqual(0, _environment.Inbound.HeldBytes));
    });

    [Fact]
    public void Open() => FailAnd(Enter);

    [Fact]
    public void Subscribed() => FailAnd(client =>
    {
        Enter(client);
        Subscribe(client);
    });

    [Fact]
    public void With_half_of_a_message() => FailAnd(client =>
    {
        Enter(client);
        client.ClientSends(ClientFrame.Frame(0x01, new byte[10_000]));
        Eventually(() => Assert.NotEqual(0, _environment.Inbound.HeldBytes));
    });

    [Fact]
    public void With_a_full_outbox() => FailAnd(client =>
    {
        Enter(client);
        Subscribe(client);
        client.ClientStopsReading();
        for (var i = 0; i < 50; i++)
            Publish(new string('x', 1000));
        Eventually(() => Assert.InRange(Telemetry.Outboxes.Bytes, 50_000, int.MaxValue));
    });

    [Fact]
    public void While_it_closes() => FailAnd(client =>
    {
        Enter(client);
        Subscribe(client);
        client.ClientStopsReading();
        Publish("waits");
        client.ClientSends(ClientFrame.Close(1000));
        Eventually(() => Assert.Equal((0, 1), (Telemetry.Connections.Open, Telemetry.Connections.Closing)));
    });

    [Fact]
    public void While_a_poll_waits() => FailAnd(client =>
    {
        client.ClientSends("GET /topics/news?poll=true&user=ann HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n");
        Eventually(() => Assert.Equal(1, Telemetry.Figures.Subscriptions));
    });

    [Fact]
    public void As_an_event_stream() => FailAnd(client =>
    {
        client.ClientSends("GET /topics/news?user=ann HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        Eventually(() => Assert.Equal(1, Telemetry.Figures.Subscriptions));
    });

    private void FailAnd(Action<MemoryTransport> prepare)
    {
        var client = Connect();
        Eventually(() => Assert.True(client.IsAttached));
        prepare(client);

        EventFilter.Exception<InvalidOperationException>("planted").ExpectOne(() =>
        {
            client.ThrowsOnReceive = true;
            client.ClientSends("x");
        });

        Eventually(() => Assert.True(client.Disposed));
        Eventually(() => Assert.Equal((0, 0, 0, 0, 0), Counts()));
        AssertThereIsRoom();
    }

    // The limits are one: whatever had stayed would refuse the next one.
    private void AssertThereIsRoom()
    {
        Eventually(() => Assert.Empty(UserConnections()));
        var next = Connect();
        Enter(next);
        Subscribe(next);
        Assert.Equal(1, Publish("to the next one"));
    }

    private (long Connections, long Subscriptions, long OutboxBytes, long InboundBytes, long HeldBytes) Counts() => (
        Telemetry.Connections.Total, Telemetry.Figures.Subscriptions, Telemetry.Outboxes.Bytes, Telemetry.Inbound.HeldBytes,
        _environment.Inbound.HeldBytes);

    private IReadOnlyList<ConnectionId> UserConnections()
    {
        _connections.Tell(new ConnectionsRequest.GetUserConnections("ann"));
        return ExpectMsg<ConnectionsReply.UserConnections>().Ids;
    }

    private MemoryTransport Connect()
    {
        var transport = new MemoryTransport { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(Address), 1) };
        _connections.Tell(new ConnectionsRequest.Admit(transport), ActorRefs.NoSender);
        return transport;
    }

    private void Enter(MemoryTransport client)
    {
        client.ClientSends(UpgradeRequest.To("/connect?user=ann"));
        Eventually(() => Assert.StartsWith("HTTP/1.1 101", client.SentText, StringComparison.Ordinal));
    }

    private void Subscribe(MemoryTransport client)
    {
        client.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":1,"topic":"news"}"""));
        Eventually(() => Assert.Single(ServerFrames.Events(client.Sent, "subscribed")));
    }

    private int Publish(string text)
    {
        Assert.True(Publication.TryParseText(System.Text.Encoding.UTF8.GetBytes(text), out var publication, out _));
        _topics.Tell(new TopicRequest.Publish(News, publication, PublicationSource.AdminApi));
        return ExpectMsg<TopicReply.Published>().Subscribers;
    }

    private sealed class CredulousAccess : IAccess
    {
        public void Decide(ConnectRequest admission) =>
            (admission with { Identity = new Identity { User = admission.Request.QueryParameter("user") } }).Admit();
    }
}
