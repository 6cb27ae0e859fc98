using System.Text.Json;
using WsActors.Actors.Nodes;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Nodes.Wire;
using WsActors.Actors.Statistics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Nodes;

/// <summary>The figures of all nodes on one topic.</summary>
public sealed class ClusterStatsTests : ActorTest
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [Fact]
    public void Figures_of_all_nodes_are_summed_and_missing_nodes_are_named()
    {
        var (topics, nodes) = (CreateTestProbe(), CreateTestProbe());
        Sys.ActorOf(ClusterStatsActor.Props(topics, nodes, Interval, Clock));
        nodes.ExpectMsg<NodeQuery.GetStats>();

        nodes.Reply(new GatheredAnswers([Of("b:1", connections: 3), Of("a:1", connections: 4)], ["c:1"]));

        var publish = topics.ExpectMsg<TopicRequest.Publish>();
        Assert.Equal("$cluster.stats", publish.Topic.Value);
        var json = JsonSerializer.Deserialize<JsonElement>(publish.Publication.Payload.Span);
        Assert.Equal(7, json.GetProperty("total").GetProperty("connections").GetInt64());
        Assert.Equal(["a:1", "b:1"], json.GetProperty("nodes").EnumerateObject().Select(node => node.Name));
        Assert.Equal("c:1", json.GetProperty("missing")[0].GetString());
    }

    [Fact]
    public void Nodes_are_asked_often_only_while_somebody_is_subscribed()
    {
        var (topics, nodes) = (CreateTestProbe(), CreateTestProbe());
        var stats = Sys.ActorOf(ClusterStatsActor.Props(topics, nodes, Interval, Clock));
        nodes.ExpectMsg<NodeQuery.GetStats>();
        Time.Advance(3 * Interval);
        nodes.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        stats.Tell(new TopicReply.Published(ClusterStatsActor.Topic, new TopicPosition("e", 1), Subscribers: 1), topics);
        Time.Advance(3 * Interval);

        for (var i = 0; i < 3; i++)
            nodes.ExpectMsg<NodeQuery.GetStats>();
    }

    [Fact]
    public void Figures_arrive_as_they_were_sent()
    {
        var reply = new QueryReply(new ReplicaId("a:1", 1), 5, Of("a:1", connections: 4));
        var codec = NodeQueryWire.Codecs.Single(one => one.Type == typeof(QueryReply));

        Assert.True(codec.TryRead(codec.Write(reply), out var read, out var fault), fault);
        Assert.Equal(reply, read);
    }

    private NodeResult.Stats Of(string node, long connections) =>
        new(node, NodeStats.From(Telemetry.Figures, DateTimeOffset.UnixEpoch) with { Connections = connections, CpuSeconds = 1.25 });
}
