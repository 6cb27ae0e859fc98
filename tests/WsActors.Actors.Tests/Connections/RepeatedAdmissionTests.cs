using System.Net;
using Akka.Actor;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Access;
using WsActors.Actors.Topics;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A client that is admitted or denied more than once comes in once and counts once.</summary>
public sealed class RepeatedAdmissionTests : ActorTest
{
    private readonly WaitingAccess _access = new();
    private readonly IActorRef _connections;

    public RepeatedAdmissionTests()
    {
        var environment = new ConnectionEnvironment(
            new PushSettings { MaxConnectionsPerUser = 2 }, new TopicRules([]), CreateTestProbe(), Clock, Telemetry, Sys.Log)
        {
            Access = _access,
        };
        _connections = Sys.ActorOf(ConnectionsActor.Props(environment, new DrainSettings()));
    }

    [Fact]
    public void One_that_is_admitted_twice_is_one_connection_of_its_user()
    {
        var (first, admitAgain) = Enter();
        admitAgain();
        ClientFramesArrive(first);

        Assert.Equal(1, CountOf("HTTP/1.1 101", first));
        Assert.Equal((1, 1), (Telemetry.Connections.Open, UserConnections()));
    }

    [Fact]
    public void One_that_was_admitted_twice_takes_one_of_the_places_of_its_user_and_gives_it_back()
    {
        var (first, admitAgain) = Enter();
        admitAgain();
        Enter();
        Assert.Equal(2, UserConnections());

        first.ClientResets();
        Eventually(() => Assert.Equal(1, UserConnections()));
        Enter();
    }

    [Fact]
    public void One_that_is_denied_after_it_has_come_in_stays()
    {
        var client = Connect();
        var request = _access.Next() with { Identity = new Identity { User = "ann" } };
        request.Admit();
        ExpectIn(client);
        request.Deny(HandshakeRefusals.TooManyOfUser(1));
        ClientFramesArrive(client);

        Assert.Equal(1, Telemetry.Connections.Open);
    }

    private (MemoryTransport Client, Action AdmitAgain) Enter()
    {
        var client = Connect();
        var request = _access.Next() with { Identity = new Identity { User = "ann" } };
        request.Admit();
        request.Admit();
        ExpectIn(client);
        return (client, request.Admit);
    }

    private MemoryTransport Connect()
    {
        var transport = new MemoryTransport { RemoteEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 1) };
        _connections.Tell(new ConnectionsRequest.Admit(transport), ActorRefs.NoSender);
        transport.ClientSends(UpgradeRequest.To("/connect"));
        return transport;
    }

    // The answer to a ping comes behind everything that the connection was told before.
    private void ClientFramesArrive(MemoryTransport client)
    {
        client.ClientSends(ClientFrame.Text("""{"type":"ping","id":"last"}"""));
        Eventually(() => Assert.Contains("\"last\"", client.SentText, StringComparison.Ordinal));
    }

    private void ExpectIn(MemoryTransport client) =>
        Eventually(() => Assert.StartsWith("HTTP/1.1 101", client.SentText, StringComparison.Ordinal));

    private static int CountOf(string text, MemoryTransport client) => client.SentText.Split(text).Length - 1;

    private int UserConnections()
    {
        _connections.Tell(new ConnectionsRequest.GetUserConnections("ann"));
        return ExpectMsg<ConnectionsReply.UserConnections>().Ids.Count;
    }
}
