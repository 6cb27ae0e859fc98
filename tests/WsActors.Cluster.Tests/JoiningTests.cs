using WsActors.Cluster.Tests.Nodes;
using static WsActors.Cluster.Tests.Nodes.TestCluster;
using AkkaCluster = Akka.Cluster.Cluster;

namespace WsActors.Cluster.Tests;

/// <summary>Nodes that start, restart and are cut off form one cluster and never a second one.</summary>
[Trait("Speed", "Slow")]
public sealed class JoiningTests
{
    private const string Waits = "This node has not joined the cluster yet";

    [Fact]
    public async Task The_first_seed_restarted_while_it_is_cut_off_waits_and_then_joins_the_others()
    {
        await using var cluster = await StartAsync(3);
        var first = cluster.Nodes[0];
        TestNode[] others = [cluster.Nodes[1], cluster.Nodes[2]];
        await LoseAsync(first, others);

        var restarted = cluster.Add(seed: 0);

        await EventuallyAsync(() => restarted.Log.With(Waits).Count > 0);
        Assert.Contains($"a cluster begins when 2 of 3 configured nodes answer. Nodes that answer: {first.Id.Address};", restarted.Log.ToString(), StringComparison.Ordinal);
        Assert.Null(restarted.View);

        await CutAsync(isCut: false, first, others);
        await AllSeeAsync(3, restarted, others[0], others[1]);
    }

    [Theory]
    [InlineData(2, 1, 0)]
    [InlineData(1, 0, 2)]
    [InlineData(0, 2, 1)]
    public async Task All_nodes_restarted_in_any_order_form_one_cluster(params int[] order)
    {
        await using var cluster = await StartAsync(3, canBeCut: false);
        await Task.WhenAll(cluster.Nodes.Select(node => node.KillAsync()));

        var restarted = order.Select(seed => cluster.Add(seed: seed)).ToArray();

        await AllSeeAsync(3, restarted);
        Assert.Single(restarted, node => node.Log.With("begins a new cluster").Count > 0);
    }

    [Fact]
    public async Task One_seed_of_three_waits_and_two_form_a_cluster()
    {
        await using var cluster = Empty(3);
        var one = cluster.Add(seed: 0);
        await EventuallyAsync(() => one.Log.With(Waits).Count > 0);
        Assert.Null(one.View);

        var another = cluster.Add(seed: 2);

        await AllSeeAsync(2, one, another);
    }

    [Fact]
    public async Task Nodes_that_are_no_seeds_do_not_begin_a_cluster()
    {
        await using var cluster = Empty(1);
        TestNode[] others = [cluster.Add(), cluster.Add()];
        await EventuallyAsync(() => others.All(node => node.Log.With(Waits).Count > 0));
        Assert.All(others, node => Assert.Null(node.View));

        var seed = cluster.Add(seed: 0);

        await AllSeeAsync(3, [seed, .. others]);
    }

    [Fact]
    public async Task A_node_restarted_before_the_others_have_noticed_its_end_joins_again()
    {
        await using var cluster = await StartAsync(3, canBeCut: false);
        var killed = cluster.Nodes[1];
        await killed.KillAsync();

        var restarted = cluster.Add(seed: 1);

        await AllSeeAsync(3, restarted, cluster.Nodes[0], cluster.Nodes[2]);
        Assert.Contains(killed.Id, restarted.View!.Removed);
    }

    [Fact]
    public async Task A_node_that_has_begun_a_cluster_alone_does_not_take_part_and_ends_when_it_hears_of_another()
    {
        await using var cluster = await StartAsync(3);
        var first = cluster.Nodes[0];
        TestNode[] others = [cluster.Nodes[1], cluster.Nodes[2]];
        await LoseAsync(first, others);
        var alone = cluster.Add(seed: 0);
        AkkaCluster.Get(alone.System).Join(AkkaCluster.Get(alone.System).SelfAddress);

        await EventuallyAsync(() => alone.Log.With(Waits).Count > 0);
        Assert.Null(alone.View);

        await CutAsync(isCut: false, first, others);
        await alone.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Single(alone.Log.With("This node ends: it was joining another cluster than"));
        Assert.All(others, node => Assert.Equal(2, node.View!.Members));
    }

    // Cuts a node off until the others have removed it, and it has ended.
    private static async Task LoseAsync(TestNode node, TestNode[] others)
    {
        await CutAsync(isCut: true, node, others);
        await EventuallyAsync(() => others.All(other => other.View!.Removed.Contains(node.Id)));
        await node.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(60));
    }

    // At the nodes that go on, so that it holds for whoever has that address.
    private static Task CutAsync(bool isCut, TestNode node, TestNode[] others) => Task.WhenAll(others.Select(other => other.ThrottleAsync(isCut, node)));
}
