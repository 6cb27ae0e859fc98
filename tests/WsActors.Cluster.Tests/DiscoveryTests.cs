using static WsActors.Cluster.Tests.Nodes.TestCluster;

namespace WsActors.Cluster.Tests;

/// <summary>Nodes that are found by a DNS name.</summary>
[Trait("Speed", "Slow")]
public sealed class DiscoveryTests
{
    [Fact]
    public async Task The_node_whose_address_Discovery_names_begins_a_cluster()
    {
        await using var cluster = Empty();

        var node = cluster.Add(settings => settings with { Seeds = [], Discovery = "localhost", Replicas = 1 });

        await cluster.AllSeeAsync(1);
        await EventuallyAsync(() => node.Log.With("This node is a member of the cluster").Count > 0, () => $"{node.Log}");
    }

    [Fact]
    public async Task Nodes_that_a_name_lists_in_any_order_form_one_cluster()
    {
        await using var cluster = Discovered(3);

        await cluster.AllSeeAsync(3);
        await EventuallyAsync(() => cluster.Nodes.Any(node => node.Log.With("begins a new cluster").Count > 0));
        Assert.Single(cluster.Nodes, node => node.Log.With("begins a new cluster").Count > 0);
    }

    [Theory]
    [InlineData("localhost", 2, "localhost has 1 addresses, and 2 replicas are configured")]
    [InlineData("no-such-name.invalid", 1, "no-such-name.invalid")]
    public async Task A_name_with_too_few_addresses_is_looked_up_again_and_the_log_says_why(string name, int replicas, string reason)
    {
        await using var cluster = Empty();

        var node = cluster.Add(settings => settings with { Seeds = [], Discovery = name, Replicas = replicas });

        // On a busy machine, the first line may be older than the first answer.
        await EventuallyAsync(
            () => node.Log.With("has not joined the cluster yet").Any(line => line.Contains(reason, StringComparison.Ordinal)), () => $"{node.Log}");
        Assert.Null(node.View);
    }
}
