using System.Net;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Access;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Protocol.Proxies;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Connections of trusted proxies count for the address of their client, as soon as it is known and as long as they live.</summary>
public sealed class BehindProxiesTests : ActorTest
{
    private const string Proxy = "10.0.0.2";

    private static readonly PushSettings OneEach = new()
    {
        TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")],
        MaxConnectionsPerAddress = 1,
    };

    private readonly TestProbe _topics;

    public BehindProxiesTests() => _topics = CreateTestProbe();

    [Fact]
    public void Clients_of_one_proxy_are_counted_each_for_itself()
    {
        var connections = Start(OneEach);

        ExpectOpen(Connect(connections, client: "203.0.113.1"));
        ExpectOpen(Connect(connections, client: "203.0.113.2"));
    }

    [Fact]
    public void A_client_beyond_its_limit_is_answered_429_through_whichever_proxy_it_comes()
    {
        var connections = Start(OneEach);
        ExpectOpen(Connect(connections, client: "203.0.113.1"));

        var second = Connect(connections, client: "203.0.113.1", peer: "10.0.0.3");

        ExpectAnswer(second, "429");
    }

    [Fact]
    public void A_direct_connection_and_a_forwarded_one_of_the_same_address_are_counted_together()
    {
        var connections = Start(OneEach);
        ExpectOpen(Connect(connections, client: null, peer: "203.0.113.1"));

        ExpectAnswer(Connect(connections, client: "203.0.113.1"), "429");
    }

    [Fact]
    public void A_proxy_that_names_no_client_is_counted_itself()
    {
        var connections = Start(OneEach);
        ExpectOpen(Connect(connections, client: null));

        ExpectAnswer(Connect(connections, client: null), "429");
    }

    // A PROXY header is read below the session: the transport learns of the client between its first message and the request.
    [Fact]
    public void The_client_of_a_PROXY_header_that_came_after_the_connection_began_is_the_one_that_is_counted()
    {
        var connections = Start(OneEach);

        ExpectOpen(ConnectThenReveal(connections, client: "203.0.113.1"));
        ExpectOpen(ConnectThenReveal(connections, client: "203.0.113.2"));
        ExpectAnswer(ConnectThenReveal(connections, client: "203.0.113.1"), "429");
    }

    [Fact]
    public void A_client_that_left_makes_room_for_its_next_connection()
    {
        var connections = Start(OneEach);
        var first = Connect(connections, client: "203.0.113.1");
        ExpectOpen(first);
        first.ClientResets();
        Eventually(() => Assert.Equal(0, Telemetry.Connections.Total));

        ExpectOpen(Connect(connections, client: "203.0.113.1"));
    }

    [Fact]
    public void A_client_that_was_refused_does_not_count()
    {
        var connections = Start(OneEach);
        var first = Connect(connections, client: "203.0.113.1");
        ExpectOpen(first);
        var refused = Connect(connections, client: "203.0.113.1");
        ExpectAnswer(refused, "429");
        first.ClientResets();
        refused.ClientResets();
        Eventually(() => Assert.Equal(0, Telemetry.Connections.Total));

        ExpectOpen(Connect(connections, client: "203.0.113.1"));
        ExpectAnswer(Connect(connections, client: "203.0.113.1"), "429");
    }

    [Fact]
    public void A_refused_client_takes_no_place_of_the_nodes()
    {
        var connections = Start(OneEach with { MaxConnections = 2 });
        ExpectOpen(Connect(connections, client: "203.0.113.1"));
        ExpectAnswer(Connect(connections, client: "203.0.113.1"), "429");

        ExpectOpen(Connect(connections, client: "203.0.113.2"));
    }

    [Fact]
    public void Frames_that_come_right_behind_the_request_are_not_lost_while_the_address_is_counted()
    {
        var connections = Start(OneEach);
        var transport = Transport(Proxy);
        connections.Tell(new ConnectionsRequest.Admit(transport), ActorRefs.NoSender);
        transport.ClientSends([.. System.Text.Encoding.ASCII.GetBytes(Request("203.0.113.1")), .. ClientFrame.Text("early")]);

        Eventually(() => Assert.EndsWith("early", transport.SentText, StringComparison.Ordinal));
        transport.ClientSends(ClientFrame.Text("later"));
        Eventually(() => Assert.EndsWith("later", transport.SentText, StringComparison.Ordinal));
    }

    [Fact]
    public void A_connection_is_shown_with_its_clients_address_and_scheme()
    {
        var connections = Start(new PushSettings { TrustedProxies = OneEach.TrustedProxies });
        ExpectOpen(Connect(connections, client: "203.0.113.1"));

        connections.Tell(new ConnectionsRequest.GetConnections(null, 10, null));
        var connection = ExpectMsg<ConnectionsReply.ConnectionPage>().Connections[0];

        Assert.Equal(("203.0.113.1", "https"), (connection.RemoteEndPoint?.ToString(), connection.Scheme));
    }

    [Fact]
    public void What_a_stranger_says_about_its_address_counts_for_nothing()
    {
        var connections = Start(OneEach);
        ExpectOpen(Connect(connections, client: "203.0.113.1", peer: "198.51.100.9"));

        ExpectAnswer(Connect(connections, client: "203.0.113.2", peer: "198.51.100.9"), "429");
    }

    [Fact]
    public void Without_a_limit_for_an_address_no_connection_waits_to_be_counted()
    {
        var parent = CreateTestProbe();
        var environment = Environment(new PushSettings { TrustedProxies = OneEach.TrustedProxies });
        var connection = parent.ChildActorOf(ConnectionActor.Props(environment));
        var transport = Transport(Proxy);
        connection.Tell(new ConnectionMessage.Begin(new ConnectionId(1), transport, null));
        transport.ClientSends(Request("203.0.113.1"));

        ExpectOpen(transport);
    }

    [Fact]
    public void A_drain_while_the_address_is_counted_is_answered_503_and_the_late_answer_changes_nothing()
    {
        var parent = CreateTestProbe();
        var connection = parent.ChildActorOf(ConnectionActor.Props(Environment(OneEach)));
        var transport = Transport(Proxy);
        connection.Tell(new ConnectionMessage.Begin(new ConnectionId(1), transport, null, IsUncounted: true));
        transport.ClientSends(Request("203.0.113.1"));
        var count = parent.ExpectMsg<ConnectionReport.CountClient>();

        connection.Tell(new ConnectionMessage.SayGoodbye("draining", TimeSpan.Zero));
        connection.Tell(new EntryDecision());

        ExpectAnswer(transport, "503");
        transport.ClientEnds();
        parent.FishForMessage<ConnectionReport.Stopped>(_ => true);
    }

    [Theory]
    [InlineData(ForwardingHeader.XForwardedFor, ProxyProtocolMode.Off, true)]
    [InlineData(ForwardingHeader.None, ProxyProtocolMode.FromTrusted, true)]
    [InlineData(ForwardingHeader.None, ProxyProtocolMode.Off, false)]
    public void A_trusted_peer_is_counted_later_only_where_it_will_say_for_whom_it_speaks(
        ForwardingHeader header, ProxyProtocolMode mode, bool later)
    {
        var environment = Environment(OneEach with { ForwardingHeader = header, ProxyProtocol = mode });

        Assert.Equal(later, environment.IsTrustedProxy(IPAddress.Parse(Proxy)));
        Assert.False(environment.IsTrustedProxy(IPAddress.Parse("198.51.100.9")));
    }

    private static string Request(string? client) =>
        UpgradeRequest.To("/echo", client is null ? null : $"X-Forwarded-For: {client}\r\nX-Forwarded-Proto: https\r\n");

    private static MemoryTransport Transport(string peer) => new() { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(peer), 4711) };

    private static MemoryTransport Connect(IActorRef connections, string? client, string peer = Proxy)
    {
        var transport = Transport(peer);
        connections.Tell(new ConnectionsRequest.Admit(transport), ActorRefs.NoSender);
        transport.ClientSends(Request(client));
        return transport;
    }

    private MemoryTransport ConnectThenReveal(IActorRef connections, string client)
    {
        var transport = Transport(Proxy);
        connections.Tell(new ConnectionsRequest.Admit(transport), ActorRefs.NoSender);
        Eventually(() => Assert.True(transport.IsAttached));
        transport.RemoteEndPoint = new IPEndPoint(IPAddress.Parse(client), 4711);
        transport.ClientSends(Request(client: null));
        return transport;
    }

    private void ExpectOpen(MemoryTransport transport) => ExpectAnswer(transport, "101");

    private void ExpectAnswer(MemoryTransport transport, string status) =>
        Eventually(() => Assert.StartsWith($"HTTP/1.1 {status}", transport.SentText, StringComparison.Ordinal));

    private ConnectionEnvironment Environment(PushSettings settings) =>
        new(settings, new TopicRules([]), _topics, Clock, Telemetry, Sys.Log);

    private IActorRef Start(PushSettings settings) =>
        Sys.ActorOf(ConnectionsActor.Props(Environment(settings), new DrainSettings()));
}
