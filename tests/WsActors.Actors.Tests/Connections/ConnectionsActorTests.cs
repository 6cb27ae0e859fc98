using System.Net;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

public sealed class ConnectionsActorTests : ActorTest
{
    private static readonly string EchoRequest = UpgradeRequest.To("/echo");

    private readonly TestProbe _topics;

    public ConnectionsActorTests() => _topics = CreateTestProbe();

    [Fact]
    public void Every_socket_gets_an_actor_and_an_id_of_its_own()
    {
        var connections = Start();
        Connect(connections);
        Connect(connections);

        var page = Page(connections, limit: 10);
        Assert.Equal(2, page.Connections.Select(connection => connection.Id).Distinct().Count());
        Assert.Null(page.Next);
    }

    [Fact]
    public void A_page_ends_with_the_cursor_of_the_next()
    {
        var connections = Start();
        for (var i = 0; i < 5; i++)
            Connect(connections);

        var first = Page(connections, limit: 3);
        var second = Page(connections, limit: 3, first.Next);

        Assert.Equal([3, 2], [first.Connections.Count, second.Connections.Count]);
        Assert.Null(second.Next);
        Assert.Empty(first.Connections.Select(c => c.Id).Intersect(second.Connections.Select(c => c.Id)));
    }

    [Fact]
    public void Beyond_the_limit_of_the_node_the_answer_is_503()
    {
        var connections = Start(new PushSettings { MaxConnections = 1 });
        Connect(connections);
        var refused = Admit(connections);

        Eventually(() => Assert.StartsWith("HTTP/1.1 503", refused.SentText, StringComparison.Ordinal));
    }

    [Fact]
    public void Beyond_the_limit_of_an_address_the_answer_is_429_and_other_addresses_are_served()
    {
        var connections = Start(new PushSettings { MaxConnectionsPerAddress = 1 });
        Connect(connections);
        var refused = Admit(connections);
        var other = Admit(connections, "192.0.2.99");

        Eventually(() => Assert.StartsWith("HTTP/1.1 429", refused.SentText, StringComparison.Ordinal));
        Eventually(() => Assert.StartsWith("HTTP/1.1 101", other.SentText, StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_at_its_limit_gets_no_tls_handshake_to_be_told_so()
    {
        var connections = Start(new PushSettings { MaxConnectionsPerAddress = 1 });
        Connect(connections);
        var refused = new MemoryTransport { IsCostlyToRefuse = true };
        connections.Tell(new ConnectionsRequest.Admit(refused));

        Eventually(() => Assert.True(refused.Aborted));
        Assert.Equal(1, Telemetry.Connections.Total);
    }

    [Fact]
    public void A_connection_that_ended_makes_room_for_another()
    {
        var connections = Start(new PushSettings { MaxConnections = 1 });
        Connect(connections).ClientResets();
        Eventually(() => Assert.Equal(0, Telemetry.Connections.Total));

        Connect(connections);
    }

    [Fact]
    public void A_socket_that_has_left_the_mailbox_is_acknowledged()
    {
        var connections = Start(new PushSettings { MaxConnections = 1 });
        for (var number = 1; number <= 2; number++)
            connections.Tell(new ConnectionsRequest.Admit(new MemoryTransport()) { Number = number }, TestActor);

        Assert.Equal([1, 2], [ExpectMsg<ConnectionsReply.Admitted>().Number, ExpectMsg<ConnectionsReply.Admitted>().Number]);
    }

    [Fact]
    public void The_heartbeat_alone_wakes_connections_at_their_deadlines()
    {
        var settings = new PushSettings();
        var connections = Start(settings);
        var silent = new MemoryTransport();
        connections.Tell(new ConnectionsRequest.Admit(silent), ActorRefs.NoSender);
        Eventually(() => Assert.True(silent.IsAwaited));

        Time.Advance(settings.HandshakeTimeout + TimeSpan.FromSeconds(2));

        Eventually(() => Assert.StartsWith("HTTP/1.1 408", silent.SentText, StringComparison.Ordinal));
    }

    [Fact]
    public void Pings_keep_their_interval_where_a_pong_may_take_longer_than_that()
    {
        var settings = new PushSettings { KeepAliveInterval = TimeSpan.FromSeconds(1), PongTimeout = TimeSpan.FromSeconds(10) };
        var connections = Start(settings);
        var transport = Connect(connections);
        for (var pings = 1; pings <= 3; pings++)
        {
            Page(connections, 1);
            Time.Advance(TimeSpan.FromSeconds(1.5));
            Eventually(() => Assert.Equal(pings, Pings(transport)));
            transport.ClientSends(ClientFrame.Pong([]));
            Eventually(() => Assert.True(transport.IsAwaited));
        }
    }

    [Fact]
    public void Disconnect_closes_with_the_given_code_and_reason()
    {
        var connections = Start();
        var transport = Connect(connections);
        var id = Page(connections, 1).Connections[0].Id;

        connections.Tell(new ConnectionsRequest.Disconnect(id, CloseCode.Of(4001), "out"));

        ExpectMsg<ConnectionsReply.Disconnecting>();
        Eventually(() => Assert.EndsWith("\u000f\u00a1out", transport.SentText, StringComparison.Ordinal));
    }

    [Fact]
    public void The_close_timeout_is_kept_although_another_deadline_came_first()
    {
        var settings = new PushSettings { CloseTimeout = TimeSpan.FromSeconds(10) };
        var connections = Start(settings);
        var transport = Connect(connections);
        var id = Page(connections, 1).Connections[0].Id;
        Time.Advance(settings.KeepAliveInterval - TimeSpan.FromSeconds(2));
        connections.Tell(new ConnectionsRequest.Disconnect(id, CloseCode.Disconnected, ""));
        ExpectMsg<ConnectionsReply.Disconnecting>();
        Page(connections, 1);

        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ConnectionPhase.Closing, Page(connections, 1).Connections[0].Phase);

        Time.Advance(TimeSpan.FromSeconds(7));
        Eventually(() => Assert.True(transport.Aborted));
    }

    [Fact]
    public void Commands_to_an_unknown_connection_are_answered_as_such()
    {
        var connections = Start();
        connections.Tell(new ConnectionsRequest.Disconnect(new ConnectionId(99), CloseCode.Disconnected, ""));

        ExpectMsg<ConnectionsReply.Unknown>();
    }

    [Fact]
    public void An_id_of_another_node_is_answered_as_such()
    {
        var connections = Start();
        Connect(connections);
        var id = Page(connections, 1).Connections[0].Id;

        connections.Tell(new ConnectionsRequest.GetConnection(ConnectionId.Of(new NodeId(id.Node.Value ^ 1), 1)));
        Assert.True(ExpectMsg<ConnectionsReply.Unknown>().IsOfAnotherNode);

        connections.Tell(new ConnectionsRequest.GetConnection(ConnectionId.Of(id.Node, 99)));
        Assert.False(ExpectMsg<ConnectionsReply.Unknown>().IsOfAnotherNode);
    }

    [Fact]
    public void A_drain_of_an_empty_node_is_over_at_once()
    {
        Start().Tell(ConnectionsRequest.Drain.Instance);

        Assert.Equal(new ConnectionsReply.Drained(0, 0), ExpectMsg<ConnectionsReply.Drained>());
    }

    [Fact]
    public void A_drain_says_goodbye_in_waves_and_is_over_when_the_last_has_gone()
    {
        var connections = Start(drain: new DrainSettings { Spread = TimeSpan.FromSeconds(1), WaveInterval = TimeSpan.FromMilliseconds(500) });
        var transports = Enumerable.Range(0, 250).Select(_ => Connect(connections)).ToArray();

        connections.Tell(ConnectionsRequest.Drain.Instance);
        Eventually(() => Assert.Equal(125, transports.Count(WasClosed)));
        Time.Advance(TimeSpan.FromMilliseconds(500));
        Eventually(() => Assert.Equal(250, transports.Count(WasClosed)));
        foreach (var transport in transports)
            transport.ClientEnds();

        Assert.Equal(new ConnectionsReply.Drained(250, 0), ExpectMsg<ConnectionsReply.Drained>());
    }

    [Fact]
    public void Who_does_not_go_in_time_is_cut()
    {
        var drain = new DrainSettings { Timeout = TimeSpan.FromSeconds(3), Spread = TimeSpan.Zero };
        var connections = Start(new PushSettings { CloseTimeout = TimeSpan.FromMinutes(5) }, drain);
        var stubborn = Connect(connections);
        connections.Tell(ConnectionsRequest.Drain.Instance);
        Eventually(() => Assert.True(WasClosed(stubborn)));

        Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(new ConnectionsReply.Drained(0, 1), ExpectMsg<ConnectionsReply.Drained>());
        Eventually(() => Assert.True(stubborn.Aborted));
    }

    [Fact]
    public void A_drain_that_is_hurried_cuts_the_connections_that_are_left()
    {
        var connections = Start(new PushSettings { CloseTimeout = TimeSpan.FromMinutes(5) }, new DrainSettings { Spread = TimeSpan.Zero });
        var stubborn = Connect(connections);
        connections.Tell(ConnectionsRequest.Drain.Instance);

        connections.Tell(ConnectionsRequest.HurryDrain.Instance);

        Assert.Equal(new ConnectionsReply.Drained(0, 1), ExpectMsg<ConnectionsReply.Drained>());
        Eventually(() => Assert.True(stubborn.Aborted));
    }

    [Fact]
    public void Without_a_drain_there_is_nothing_to_hurry()
    {
        var connections = Start();
        var client = Connect(connections);

        connections.Tell(ConnectionsRequest.HurryDrain.Instance);

        Assert.Single(Page(connections, 10).Connections);
        Assert.False(client.Aborted);
    }

    [Fact]
    public void A_drain_does_not_wait_for_those_that_it_refuses()
    {
        var connections = Start();
        var client = Connect(connections);
        connections.Tell(ConnectionsRequest.Drain.Instance, TestActor);
        var late = new MemoryTransport();
        connections.Tell(new ConnectionsRequest.Admit(late));
        Eventually(() => Assert.Equal(2, Telemetry.Connections.Total));

        client.ClientResets();

        Assert.Equal(new ConnectionsReply.Drained(Closed: 1, Cut: 0), FishForMessage<ConnectionsReply.Drained>(_ => true));
        Assert.Empty(late.Sent);
    }

    [Fact]
    public void Who_comes_while_the_node_drains_is_answered_503()
    {
        var connections = Start();
        connections.Tell(ConnectionsRequest.Drain.Instance);
        var late = Admit(connections);

        Eventually(() => Assert.StartsWith("HTTP/1.1 503", late.SentText, StringComparison.Ordinal));
    }

    private static bool WasClosed(MemoryTransport transport) =>
        transport.SentText.Contains("\u0003\u00e9draining", StringComparison.Ordinal);

    private static int Pings(MemoryTransport transport) => transport.SentText.Split("\u0089\u0008").Length - 1;

    private IActorRef Start(PushSettings? settings = null, DrainSettings? drain = null)
    {
        var environment = new ConnectionEnvironment(
            settings ?? new PushSettings(), new TopicRules([]), _topics, Clock, Telemetry, Sys.Log);
        return Sys.ActorOf(ConnectionsActor.Props(environment, drain ?? new DrainSettings()));
    }

    private static MemoryTransport Admit(IActorRef connections, string address = "192.0.2.1")
    {
        var transport = new MemoryTransport { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };
        connections.Tell(new ConnectionsRequest.Admit(transport), ActorRefs.NoSender);
        transport.ClientSends(EchoRequest);
        return transport;
    }

    private MemoryTransport Connect(IActorRef connections)
    {
        var transport = Admit(connections);
        Eventually(() => Assert.StartsWith("HTTP/1.1 101", transport.SentText, StringComparison.Ordinal));
        return transport;
    }

    private ConnectionsReply.ConnectionPage Page(IActorRef connections, int limit, ConnectionId? after = null)
    {
        connections.Tell(new ConnectionsRequest.GetConnections(null, limit, after));
        return ExpectMsg<ConnectionsReply.ConnectionPage>();
    }
}
