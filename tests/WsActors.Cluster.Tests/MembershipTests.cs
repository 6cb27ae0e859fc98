using Akka.Actor;
using Akka.Cluster;
using WsActors.Cluster.Settings;
using WsActors.Cluster.Tests.Nodes;
using static WsActors.Cluster.Tests.Nodes.TestCluster;
using AkkaCluster = Akka.Cluster.Cluster;

namespace WsActors.Cluster.Tests;

/// <summary>Several real nodes with the same <c>Seeds</c> form a cluster, leave it and are removed from it.</summary>
[Trait("Speed", "Slow")]
public sealed class MembershipTests
{
    [Fact]
    public async Task Nodes_with_the_same_Seeds_form_one_cluster_and_all_see_the_same()
    {
        await using var cluster = await StartAsync(3);

        var all = cluster.Nodes.Select(node => node.Id).ToHashSet();
        Assert.Equal(3, all.Count);
        Assert.All(cluster.Nodes, node => Assert.Equal(all, node.View!.Reachable));
    }

    [Fact]
    public async Task A_node_that_leaves_is_removed_and_the_others_remember_it()
    {
        await using var cluster = await StartAsync(3);
        var leaver = cluster.Nodes[1];
        TestNode[] others = [cluster.Nodes[0], cluster.Nodes[2]];

        await leaver.LeaveAsync();

        await AllSeeAsync(2, others);
        Assert.All(others, node => Assert.Contains(leaver.Id, node.View!.Removed));
        Assert.All(others, node => Assert.Single(node.Log.With($"{leaver.Id.Address} has left the cluster")));
    }

    [Fact]
    public async Task A_node_that_is_killed_is_unreachable_and_then_removed()
    {
        await using var cluster = await StartAsync(3);
        var killed = cluster.Nodes[0];
        TestNode[] others = [cluster.Nodes[1], cluster.Nodes[2]];

        await killed.KillAsync();

        await EventuallyAsync(() => others.All(node => node.View!.Removed.Contains(killed.Id)));
        Assert.All(others, node => Assert.Contains(
            node.Buckets.All<WsActors.Actors.Buckets.Cluster.ClusterChanged>(), changed => changed.View.Unreachable.Contains(killed.Id)));
        Assert.All(others, node => Assert.Single(node.Log.With($"{killed.Id.Address} was removed from the cluster")));
    }

    // A supervisor may start it again before it is removed. Akka then marks its former self as down.
    [Fact]
    public async Task A_node_that_was_started_again_before_its_removal_has_left_and_is_not_lost()
    {
        await using var cluster = await StartAsync(2);
        var (other, leaver) = (cluster.Nodes[0], cluster.Nodes[1]);
        var exiting = AkkaCluster.Get(leaver.System).SelfMember.Copy(MemberStatus.Leaving).Copy(MemberStatus.Exiting);

        other.Cluster.Members.Tell(new ClusterEvent.MemberExited(exiting));
        other.Cluster.Members.Tell(new ClusterEvent.MemberRemoved(exiting.Copy(MemberStatus.Removed), MemberStatus.Down));

        await EventuallyAsync(() => other.Log.With($"{leaver.Id.Address} has left the cluster").Count > 0);
        Assert.Empty(other.Log.With($"{leaver.Id.Address} was removed from the cluster"));
    }

    [Fact]
    public async Task A_node_that_joins_later_knows_who_was_removed_before()
    {
        await using var cluster = await StartAsync(3);
        var leaver = cluster.Nodes[2];
        await leaver.LeaveAsync();
        await AllSeeAsync(2, cluster.Nodes[0], cluster.Nodes[1]);

        var newcomer = cluster.Add();

        await EventuallyAsync(() => newcomer.View is not null);
        Assert.Contains(leaver.Id, newcomer.View!.Removed);
    }

    [Fact]
    public async Task A_node_without_homes_is_seen_as_one_that_stores_nothing()
    {
        await using var cluster = await StartAsync(2);
        Assert.All(cluster.Nodes, node => Assert.Equal(2, node.View!.StoringMembers));

        var clientsOnly = cluster.Add(settings => settings with { Roles = [ClusterRole.Clients] });

        await cluster.AllSeeAsync(3);
        Assert.All(cluster.Nodes, node => Assert.Equal([clientsOnly.Id], node.View!.WithoutReplicas));
        Assert.All(cluster.Nodes, node => Assert.Equal(2, node.View!.StoringMembers));
    }

    [Theory]
    [InlineData("wsactors", 32, 1, 3, "the name \"wsactors\", 32 buckets and wire version 1")]
    [InlineData("another", 16, 1, 3, "the name \"another\", 16 buckets and wire version 1")]
    [InlineData("wsactors", 16, 2, 3, "the name \"wsactors\", 16 buckets and wire version 2")]
    [InlineData("wsactors", 16, 1, 4.5, "the name \"wsactors\", 16 buckets and wire version 1, and UnreachableAfter 4500 ms")]
    public async Task A_node_of_another_cluster_or_wire_version_is_refused_with_a_line_on_both_sides(
        string name, int buckets, int wire, double unreachableAfter, string described)
    {
        await using var cluster = await StartAsync(2);

        var stranger = cluster.Add(settings => settings with
        {
            Name = name,
            Buckets = buckets,
            Wire = wire,
            UnreachableAfter = TimeSpan.FromSeconds(unreachableAfter),
        });

        await stranger.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains($"and this node has {described}", Assert.Single(stranger.Log.With("This node ends")), StringComparison.Ordinal);
        await EventuallyAsync(() => cluster.Nodes.Take(2).Any(node => node.Log.With($"is refused: it has {described}").Count > 0));
        Assert.All(cluster.Nodes.Take(2), node => Assert.Equal(2, node.View!.Members));
        Assert.All(cluster.Nodes.Take(2), node => Assert.DoesNotContain(stranger.Id, node.View!.Removed));
    }

    // On a busy machine, the members may have removed it before it looks at what it has heard of them.
    [Fact]
    public async Task A_node_of_another_cluster_logs_why_it_ends_although_it_has_been_removed_before()
    {
        await using var cluster = await StartAsync(1);
        await using var other = Empty(seeds: 2);
        var stranger = other.Add(settings => settings with { Name = "another" });
        await EventuallyAsync(() => !stranger.Cluster.Members.IsNobody());

        stranger.Cluster.Members.Tell(new ClusterEvent.MemberRemoved(AkkaCluster.Get(stranger.System).SelfMember, MemberStatus.Down));
        stranger.Cluster.Members.Tell(new ClusterEvent.MemberUp(AkkaCluster.Get(cluster.Nodes[0].System).SelfMember));

        await stranger.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains("and this node has the name \"another\"", Assert.Single(stranger.Log.With("This node ends")), StringComparison.Ordinal);
    }
}
