using Akka.Actor;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Access;
using WsActors.Actors.Topics;
using WsActors.Protocol.Access;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>The connections of back ends whose API key is removed while the node runs.</summary>
public sealed class RemovedKeyTests : ActorTest
{
    // 4201 as it stands in a close frame.
    private const string Unauthorized = "\u0010\u0069the API key is not valid any more";

    private readonly WaitingAccess _door = new();
    private readonly IActorRef _connections;

    public RemovedKeyTests()
    {
        var environment = new ConnectionEnvironment(new PushSettings(), new TopicRules([]), CreateTestProbe(), Clock, Telemetry, Sys.Log) { Access = _door };
        _connections = Sys.ActorOf(ConnectionsActor.Props(environment, new DrainSettings()));
    }

    [Fact]
    public void Those_of_a_removed_key_are_closed_and_all_others_stay()
    {
        var (first, second, client) = (Open(new Identity { ApiKey = 1 }), Open(new Identity { ApiKey = 2 }), Open(new Identity { User = "ann" }));

        Remove(1);

        ExpectClosed(first);
        Remove(1, 2);
        ExpectClosed(second);
        Assert.DoesNotContain(Unauthorized, client.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_came_in_with_the_key_while_it_was_removed_is_closed_too()
    {
        var transport = Knock();
        var asked = _door.Next();
        Remove(1);

        (asked with { Identity = new Identity { ApiKey = 1 } }).Admit();

        ExpectClosed(transport);
    }

    [Fact]
    public void A_key_that_is_added_again_is_good_again()
    {
        Remove(1);
        Remove();
        var transport = Open(new Identity { ApiKey = 1 });
        Remove(2);

        _connections.Tell(new ConnectionsRequest.GetConnections(null, 10, null), TestActor);
        Assert.Single(ExpectMsg<ConnectionsReply.ConnectionPage>().Connections);
        Assert.DoesNotContain(Unauthorized, transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_has_ended_is_forgotten()
    {
        Open(new Identity { ApiKey = 1 }).ClientResets();
        Eventually(() => Assert.Equal(0, Telemetry.Connections.Total));

        Remove(1);

        Assert.NotEmpty(Open(new Identity { ApiKey = 2 }).SentText);
    }

    private MemoryTransport Open(Identity identity)
    {
        var transport = Knock();
        (_door.Next() with { Identity = identity }).Admit();
        Eventually(() => Assert.Contains("\"welcome\"", transport.SentText, StringComparison.Ordinal));
        return transport;
    }

    private MemoryTransport Knock()
    {
        var transport = new MemoryTransport();
        _connections.Tell(new ConnectionsRequest.Admit(transport), ActorRefs.NoSender);
        transport.ClientSends(UpgradeRequest.To("/connect"));
        return transport;
    }

    private void Remove(params int[] keys) => _connections.Tell(new ConnectionsRequest.RefuseApiKeys(keys.ToHashSet()));

    private void ExpectClosed(MemoryTransport transport) => Eventually(() => Assert.Contains(Unauthorized, transport.SentText, StringComparison.Ordinal));
}
