using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Settings;
using WsActors.Actors.Statistics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Tests.Telemetry;

/// <summary>The content of <c>$node.stats</c>.</summary>
public sealed class NodeStatsTests : ActorTest
{
    [Fact]
    public void The_node_adds_to_its_own_figures_what_it_does_not_send_to_others()
    {
        var topics = CreateTestProbe();
        Telemetry.Handshakes.Ended("accepted", TimeSpan.FromMilliseconds(1));
        Telemetry.Handshakes.Ended("not_found", TimeSpan.FromMilliseconds(1));
        Telemetry.Handshakes.Ended("not_found", TimeSpan.FromMilliseconds(1));
        Telemetry.Handshakes.Ended("preflight", TimeSpan.FromMilliseconds(1));
        Telemetry.Outboxes.Dropped(DeliveryPolicy.Latest, 3);
        Telemetry.Closes.ByServer(CloseCode.SlowConsumer);
        var stats = Sys.ActorOf(NodeStatsActor.Props(topics, TimeSpan.FromSeconds(1), Clock, Telemetry));
        stats.Tell(new Identify(null), TestActor);
        ExpectMsg<ActorIdentity>();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(JsonValueKind.Null, Next(topics).GetProperty("latencyP99Ms").ValueKind);
        Telemetry.Publications.HandedToSocket(TimeSpan.FromMilliseconds(8));

        Time.Advance(TimeSpan.FromSeconds(1));

        var detail = Next(topics);
        Assert.Equal(
            [1, 2, 3, 1],
            ((string[])["handshakes", "handshakesRefused", "dropped", "slowConsumers"]).Select(name => detail.GetProperty(name).GetInt32()));
        Assert.InRange(detail.GetProperty("latencyP50Ms").GetDouble(), 8, 10);
        Assert.InRange(detail.GetProperty("latencyP99Ms").GetDouble(), 8, 10);
        Assert.True(detail.GetProperty("heapBytes").GetInt64() > 0);
    }

    private static JsonElement Next(TestProbe topics) => JsonSerializer.Deserialize<JsonElement>(
        topics.ExpectMsg<TopicRequest.Publish>().Publication.Payload.Span).GetProperty("detail");
}
