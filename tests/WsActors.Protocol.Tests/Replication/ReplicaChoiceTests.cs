using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

public sealed class ReplicaChoiceTests
{
    private const int Buckets = 256;

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void Buckets_are_spread_evenly(int count)
    {
        var first = Enumerable.Range(0, Buckets).CountBy(bucket => ReplicaChoice.Order(bucket, Nodes(count))[0]).ToArray();

        Assert.Equal(count, first.Length);
        Assert.All(first, node => Assert.InRange(node.Value, Buckets / count / 2, Buckets / count * 2));
    }

    [Fact]
    public void A_node_that_leaves_changes_only_the_buckets_that_it_had()
    {
        var nodes = Nodes(5);
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            var before = ReplicaChoice.Order(bucket, nodes);

            Assert.Equal(before.Where(node => node != nodes[2]), ReplicaChoice.Order(bucket, nodes.Where(node => node != nodes[2])));
        }
    }

    [Fact]
    public void The_order_does_not_depend_on_the_order_of_the_nodes() => Assert.Equal(
        ReplicaChoice.Order(7, Nodes(9)), ReplicaChoice.Order(7, Nodes(9).Reverse()));

    private static ReplicaId[] Nodes(int count) => [.. Enumerable.Range(1, count).Select(index => new ReplicaId($"10.0.0.{index}:8082", index))];
}
