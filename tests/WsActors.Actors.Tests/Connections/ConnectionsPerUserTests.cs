using System.Net;
using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Protocol.Access;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Limits the connections per user; the query of the address names the user.</summary>
public sealed class ConnectionsPerUserTests : ActorTest
{
    private readonly IActorRef _connections;

    public ConnectionsPerUserTests()
    {
        var environment = new ConnectionEnvironment(
            new PushSettings { MaxConnectionsPerUser = 2, MaxConnectionsPerAddress = 3 }, new TopicRules([]), CreateTestProbe(), Clock, Telemetry, Sys.Log)
        {
            Access = new CredulousAccess(),
        };
        _connections = Sys.ActorOf(ConnectionsActor.Props(environment, new DrainSettings()));
    }

    [Fact]
    public void One_more_than_a_user_may_have_is_answered_429_and_others_are_let_in()
    {
        ExpectAnswer(Connect("ann", "192.0.2.1"), "HTTP/1.1 101");
        ExpectAnswer(Connect("ann", "192.0.2.2"), "HTTP/1.1 101");

        var third = Connect("ann", "192.0.2.3");
        ExpectAnswer(third, "HTTP/1.1 429");
        Assert.Contains("too_many_of_user: you have 2 connections, as many as you may", third.SentText, StringComparison.Ordinal);
        ExpectAnswer(Connect("ben", "192.0.2.3"), "HTTP/1.1 101");
    }

    [Fact]
    public void A_connection_that_ends_makes_room_for_its_user()
    {
        var first = Connect("ann", "192.0.2.1");
        ExpectAnswer(first, "HTTP/1.1 101");
        ExpectAnswer(Connect("ann", "192.0.2.2"), "HTTP/1.1 101");
        first.ClientResets();
        Eventually(() => Assert.True(first.Disposed));

        Eventually(() => ExpectAnswer(Connect("ann", "192.0.2.4"), "HTTP/1.1 101"));
    }

    [Fact]
    public void Those_that_were_refused_do_not_count_for_their_address()
    {
        ExpectAnswer(Connect("ann", "192.0.2.1"), "HTTP/1.1 101");
        ExpectAnswer(Connect("ann", "192.0.2.1"), "HTTP/1.1 101");
        for (var i = 0; i < 5; i++)
            ExpectAnswer(Connect("ann", "192.0.2.1"), "too_many_of_user");

        ExpectAnswer(Connect("ben", "192.0.2.1"), "HTTP/1.1 101");
    }

    private MemoryTransport Connect(string user, string address)
    {
        var transport = new MemoryTransport { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };
        _connections.Tell(new ConnectionsRequest.Admit(transport), ActorRefs.NoSender);
        transport.ClientSends(UpgradeRequest.To($"/connect?user={user}"));
        return transport;
    }

    private void ExpectAnswer(MemoryTransport client, string text) =>
        Eventually(() => Assert.Contains(text, client.SentText, StringComparison.Ordinal));

    private sealed class CredulousAccess : IAccess
    {
        public void Decide(ConnectRequest request) =>
            (request with { Identity = new Identity { User = request.Request.QueryParameter("user") } }).Admit();
    }
}
