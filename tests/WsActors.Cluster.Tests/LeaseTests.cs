using WsActors.Actors.Buckets.Cluster;
using WsActors.Cluster.Tests.Nodes;
using static WsActors.Cluster.Tests.Nodes.TestCluster;

namespace WsActors.Cluster.Tests;

/// <summary>The lease of a node: granted by a majority, lost in a minority, and ended for nodes that were removed.</summary>
[Trait("Speed", "Slow")]
public sealed class LeaseTests
{
    [Fact]
    public async Task Every_member_has_a_lease()
    {
        await using var cluster = await StartAsync(3);

        await EventuallyAsync(() => cluster.Nodes.All(node => node.Node.Lease.IsValid));
    }

    [Fact]
    public async Task A_node_alone_has_one()
    {
        await using var cluster = await StartAsync(1);

        await EventuallyAsync(() => cluster.Nodes[0].Node.Lease.IsValid);
    }

    [Fact]
    public async Task A_node_that_is_cut_off_loses_it_before_the_others_have_ended_it()
    {
        await using var cluster = await StartAsync(3);
        await EventuallyAsync(() => cluster.Nodes.All(node => node.Node.Lease.IsValid));
        var (alone, other) = (cluster.Nodes[0], cluster.Nodes[1]);
        TestNode[] others = [other, cluster.Nodes[2]];

        await alone.ThrottleAsync(isCut: true, others);
        await EventuallyAsync(() => others.All(node => node.View!.Removed.Contains(alone.Id)));
        other.Node.Leases.Tell(new EndLeases(7, [alone.Id]), other.Buckets.Self!);
        await EventuallyAsync(() => other.Buckets.All<LeasesEnded>().Any(ended => ended.Bucket == 7));

        Assert.False(alone.Node.Lease.IsValid);
        await EventuallyAsync(() => others.All(node => node.Node.Lease.IsValid));
    }

    [Fact]
    public async Task A_node_that_was_removed_never_has_one_again()
    {
        await using var cluster = await StartAsync(3);
        var alone = cluster.Nodes[0];
        await alone.ThrottleAsync(isCut: true, cluster.Nodes.Skip(1));

        await alone.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(60));

        // Although Akka has told it that all others are gone.
        Assert.False(alone.Node.Lease.IsValid);
        Assert.All(alone.Buckets.All<ClusterChanged>(), changed => Assert.Empty(changed.View.Removed));
    }

    [Fact]
    public async Task The_lease_of_a_member_is_not_ended()
    {
        await using var cluster = await StartAsync(2);
        var (one, other) = (cluster.Nodes[0], cluster.Nodes[1]);

        one.Node.Leases.Tell(new EndLeases(1, [other.Id]), one.Buckets.Self!);
        await other.LeaveAsync();
        await EventuallyAsync(() => one.View!.Removed.Contains(other.Id));

        await EventuallyAsync(() => one.Buckets.All<LeasesEnded>().Any(ended => ended.Bucket == 1));
        var messages = one.Buckets.Messages.ToList();
        Assert.True(
            messages.FindIndex(message => message is LeasesEnded) > messages.FindIndex(message => message is ClusterChanged changed && changed.View.Removed.Contains(other.Id)));
    }

    [Fact]
    public async Task Buckets_with_the_same_removed_nodes_are_all_answered()
    {
        await using var cluster = await StartAsync(2);
        var (one, other) = (cluster.Nodes[0], cluster.Nodes[1]);
        await other.LeaveAsync();
        await EventuallyAsync(() => one.View!.Removed.Contains(other.Id));

        for (var bucket = 0; bucket < 16; bucket++)
            one.Node.Leases.Tell(new EndLeases(bucket, [other.Id]), one.Buckets.Self!);

        await EventuallyAsync(() => one.Buckets.All<LeasesEnded>().Select(ended => ended.Bucket).Distinct().Count() == 16);
    }
}
