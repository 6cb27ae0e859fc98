using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Messages;
using WsActors.Cluster.Tests.Nodes;
using WsActors.Protocol.Replication;
using static WsActors.Cluster.Tests.Nodes.TestCluster;

namespace WsActors.Cluster.Tests;

/// <summary>Messages from the buckets of one node to those of another.</summary>
[Trait("Speed", "Slow")]
public sealed class LinkTests
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task Messages_arrive_in_their_order_also_at_the_node_itself()
    {
        await using var cluster = await StartAsync(2);
        var (one, other) = (cluster.Nodes[0], cluster.Nodes[1]);

        foreach (var to in new[] { one, other })
        {
            for (var i = 0; i < 1000; i++)
                one.Node.Links.Send(to.Id, new BucketMessage(3, one.Id, new BucketBody.HomeHere(i)));
        }

        foreach (var to in new[] { one, other })
        {
            await EventuallyAsync(() => to.Buckets.All<BucketMessage>().Count == 1000);
            Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), to.Buckets.All<BucketMessage>().Select(message => ((BucketBody.HomeHere)message.Body).Term));
        }
    }

    // Akka drops what is larger than a frame, and what no serializer takes.
    [Fact]
    public async Task Messages_that_cannot_be_sent_are_dropped_with_a_line_and_the_next_ones_arrive()
    {
        await using var cluster = await StartAsync(2);
        var (one, other) = (cluster.Nodes[0], cluster.Nodes[1]);

        one.Node.Links.Send(other.Id, Message(one, new byte[MiB]));
        one.Node.Links.Send(other.Id, Message(one, new byte[3 * MiB]));
        one.Node.Links.Send(other.Id, new HomeSeat.Take(1));
        one.Node.Links.Send(other.Id, Message(one, new byte[1]));

        await EventuallyAsync(() => other.Buckets.All<BucketMessage>().Count == 2);
        await EventuallyAsync(() => one.Log.With("Discarding oversized payload").Count == 1);
        await EventuallyAsync(() => one.Log.With("is not for other nodes").Count == 1);
        Assert.Empty(other.Buckets.All<HomeSeat.Take>());
        Assert.All(cluster.Nodes, node => Assert.Equal(2, node.View!.Reachable.Count));
    }

    [Fact]
    public async Task Messages_to_nodes_that_are_not_there_are_lost()
    {
        await using var cluster = await StartAsync(1);
        var node = cluster.Nodes[0];

        node.Node.Links.Send(new ReplicaId("127.0.0.1:1", 1), Message(node, [1]));
        node.Node.Links.Send(new ReplicaId("not an address", 1), Message(node, [1]));
        node.Node.Links.Send(node.Id, Message(node, [2]));

        await EventuallyAsync(() => node.Buckets.All<BucketMessage>().Count == 1);
    }

    private static BucketMessage Message(TestNode from, byte[] payload) => new(
        3, from.Id, new BucketBody.Replication(new ReplicationMessage.Append(new Ballot(1, 1), 0, [new LogEntry(1, 1, payload)], 0, false), IsForHome: false));
}
