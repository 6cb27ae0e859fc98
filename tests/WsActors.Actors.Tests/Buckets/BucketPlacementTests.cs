namespace WsActors.Actors.Tests.Buckets;

/// <summary>Buckets get homes before anyone needs them.</summary>
public sealed class BucketPlacementTests : ClusterTest
{
    [Fact]
    public void Every_bucket_of_a_cluster_without_clients_gets_a_home()
    {
        var cluster = Cluster(nodes: 3);

        PassUntil(cluster, () => cluster.Placed == TestNode.Buckets);
    }

    [Fact]
    public void Homes_that_are_lost_with_a_node_are_replaced_although_nobody_needs_them()
    {
        var cluster = Cluster(nodes: 3);
        PassUntil(cluster, () => cluster.Placed == TestNode.Buckets);

        cluster.Kill(cluster.Nodes[0]);

        Assert.InRange(cluster.Placed, 0, TestNode.Buckets - 1);
        PassUntil(cluster, () => cluster.Placed == TestNode.Buckets);
    }

    [Fact]
    public void Requests_that_are_lost_are_repeated()
    {
        var cluster = Cluster(nodes: 3);
        cluster.LosesLocations = true;
        cluster.Pass(TimeSpan.FromSeconds(12));
        Assert.Equal(0, cluster.Placed);

        cluster.LosesLocations = false;

        PassUntil(cluster, () => cluster.Placed == TestNode.Buckets);
    }
}
