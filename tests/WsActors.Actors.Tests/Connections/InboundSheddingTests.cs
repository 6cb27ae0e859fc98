using Akka.Actor;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>The unfinished messages of all connections together have a bound: the largest go, and the others stay.</summary>
public sealed class InboundSheddingTests : ActorTest
{
    private const int Budget = 400_000;

    private readonly IActorRef _connections;

    public InboundSheddingTests()
    {
        var settings = new PushSettings { MaxInboundBytes = Budget, MaxMessageBytes = 1_000_000 };
        var environment = new ConnectionEnvironment(settings, new TopicRules([]), CreateTestProbe(), Clock, Telemetry, Sys.Log);
        _connections = Sys.ActorOf(ConnectionsActor.Props(environment, new DrainSettings()));
    }

    [Fact]
    public void Above_the_budget_the_largest_is_closed_with_1013_and_the_others_finish_what_they_began()
    {
        var large = Begin(bytes: 200_000);
        var small = Begin(bytes: 17_000);
        Assert.Equal(2, Telemetry.Figures.Open);

        Begin(bytes: 40_000);

        ExpectShed(large);
        small.ClientSends(ClientFrame.Frame(0x80, " "u8));
        Eventually(() => Assert.Contains("\"type\":\"error\"", small.SentText, StringComparison.Ordinal));
        Assert.InRange(Telemetry.Inbound.HeldBytes, 1, Budget);
    }

    [Fact]
    public void However_many_begin_a_message_no_more_is_held_than_the_budget_and_honest_clients_are_served()
    {
        var attackers = Enumerable.Range(0, 50).Select(_ => Begin(bytes: 30_000)).ToArray();

        Eventually(() => Assert.InRange(Telemetry.Inbound.HeldBytes, 1, Budget));
        Eventually(() => Assert.True(attackers.Count(IsShed) >= 50 - (Budget / 30_000)));
        var honest = Open();
        honest.ClientSends(ClientFrame.Text("""{"type":"ping","id":1}"""));
        Eventually(() => Assert.Contains("pong", honest.SentText, StringComparison.Ordinal));
    }

    [Fact]
    public void Connections_that_ended_leave_the_budget_to_the_others()
    {
        Begin(bytes: 130_000).ClientResets();
        Eventually(() => Assert.Equal(0, Telemetry.Connections.Total));
        var next = Begin(bytes: 130_000);

        Assert.InRange(Telemetry.Inbound.HeldBytes, 130_000, Budget);
        Assert.False(IsShed(next));
    }

    private MemoryTransport Open()
    {
        var client = new MemoryTransport();
        _connections.Tell(new ConnectionsRequest.Admit(client), ActorRefs.NoSender);
        client.ClientSends(UpgradeRequest.To("/"));
        Eventually(() => Assert.Contains("welcome", client.SentText, StringComparison.Ordinal));
        return client;
    }

    private MemoryTransport Begin(int bytes)
    {
        var client = Open();
        client.ClientSends(ClientFrame.Frame(0x01, new byte[bytes]));
        Eventually(() => Assert.True(client.IsAwaited));
        return client;
    }

    private static bool IsShed(MemoryTransport client) => client.SentText.Contains("too many unfinished messages", StringComparison.Ordinal);

    private void ExpectShed(MemoryTransport client) => Eventually(() => Assert.True(IsShed(client)));
}
