using WsActors.Actors.Buckets.Cluster;
using WsActors.Cluster.Settings;
using WsActors.Cluster.Tests.Nodes;
using static WsActors.Cluster.Tests.Nodes.TestCluster;

namespace WsActors.Cluster.Tests;

/// <summary>Each bucket is given to one node, and to another one when that leaves or dies.</summary>
[Trait("Speed", "Slow")]
public sealed class SeatTests
{
    private const int Buckets = 16;

    [Fact]
    public async Task Each_bucket_is_given_to_one_node_whoever_asks_and_the_node_is_asked_once()
    {
        await using var cluster = await StartAsync(3);

        await LocateAllAsync(cluster.Nodes, cluster.Nodes);

        Assert.All(Enumerable.Range(0, Buckets), bucket => Assert.Single(cluster.Nodes, node => node.Buckets.Seats.ContainsKey(bucket)));
        foreach (var node in cluster.Nodes)
        {
            var taken = node.Buckets.All<HomeSeat.Take>().Select(seat => seat.Bucket).ToArray();
            Assert.Equal(taken.Distinct(), taken);
            Assert.All(node.Buckets.All<LocateHome>(), locate => Assert.Contains(locate.Bucket, taken));
        }
    }

    [Fact]
    public async Task A_node_that_leaves_gives_up_its_buckets_before_others_get_them()
    {
        await using var cluster = await StartAsync(3);
        await LocateAllAsync(cluster.Nodes, cluster.Nodes);
        var leaver = cluster.Nodes[0];
        TestNode[] others = [cluster.Nodes[1], cluster.Nodes[2]];
        await HasSeatsAsync(cluster, leaver, 1);

        // First: the balance between the nodes may still be restored, and seats move for that too.
        leaver.Buckets.IsStubborn = true;
        var moved = leaver.Buckets.Seats.Keys.ToArray();

        var leaving = leaver.LeaveAsync();
        await EventuallyAsync(() => moved.Except(leaver.Buckets.All<HomeSeat.Leave>().Select(seat => seat.Bucket)).ToArray() is []);
        foreach (var other in others)
            Locate(other, moved);
        Assert.All(moved, bucket => Assert.All(others, node => Assert.False(node.Buckets.Seats.ContainsKey(bucket))));
        leaver.Buckets.IsStubborn = false;

        await LocateAllAsync(others, others);
        await leaving;
        Assert.Empty(leaver.Buckets.Seats);
    }

    [Fact]
    public async Task The_buckets_of_a_node_that_is_killed_are_given_to_the_others()
    {
        await using var cluster = await StartAsync(3);
        await LocateAllAsync(cluster.Nodes, cluster.Nodes);
        var killed = cluster.Nodes[0];
        TestNode[] others = [cluster.Nodes[1], cluster.Nodes[2]];

        await killed.KillAsync();

        await LocateAllAsync(others, others);
    }

    [Fact]
    public async Task A_node_that_joins_is_given_its_share()
    {
        await using var cluster = await StartAsync(1);
        await LocateAllAsync(cluster.Nodes, cluster.Nodes);

        var newcomer = cluster.Add();

        await HasSeatsAsync(cluster, newcomer, Buckets / 4);
        Assert.All(Enumerable.Range(0, Buckets), bucket => Assert.True(cluster.Nodes.Count(node => node.Buckets.Seats.ContainsKey(bucket)) <= 1));
    }

    [Fact]
    public async Task A_node_without_the_role_Homes_in_its_Roles_is_given_no_bucket()
    {
        await using var cluster = await StartAsync(1);
        var visitor = cluster.Add(settings => settings with { Roles = [ClusterRole.Clients] });
        await cluster.AllSeeAsync(2);

        await LocateAllAsync([visitor], [cluster.Nodes[0]]);

        Assert.Empty(visitor.Buckets.Seats);
        Assert.Contains(cluster.Nodes[0].Buckets.All<LocateHome>(), locate => locate.From == visitor.Id);
    }

    [Fact]
    public async Task Buckets_that_do_not_exist_are_given_to_nobody()
    {
        await using var cluster = await StartAsync(1);

        Locate(cluster.Nodes[0], [-1, Buckets]);
        await LocateAllAsync(cluster.Nodes, cluster.Nodes);

        Assert.Equal(Buckets, cluster.Nodes[0].Buckets.Seats.Count);
        Assert.DoesNotContain(cluster.Nodes[0].Buckets.All<LocateHome>(), locate => locate.Bucket is -1 or Buckets);
    }

    // A node whose part of the sharding starts last is given its share later.
    private static Task HasSeatsAsync(TestCluster cluster, TestNode newcomer, int least) => EventuallyAsync(
        () =>
        {
            Locate(cluster.Nodes[0], [.. Enumerable.Range(0, Buckets).Where(bucket => !cluster.Nodes.Any(node => node.Buckets.Seats.ContainsKey(bucket)))]);
            return newcomer.Buckets.Seats.Count >= least;
        },
        () => $"{newcomer.Buckets.Seats.Count} seats\n{cluster.Nodes[0].Log}");

    // As nodes do, each repeats its question until it is answered.
    private static Task LocateAllAsync(IReadOnlyList<TestNode> askers, IReadOnlyList<TestNode> homes) => EventuallyAsync(
        () =>
        {
            foreach (var asker in askers)
                Locate(asker, [.. Enumerable.Range(0, Buckets).Where(bucket => !homes.Any(home => IsHome(home, bucket, asker)))]);
            return Enumerable.Range(0, Buckets).All(bucket => askers.All(asker => homes.Any(home => IsHome(home, bucket, asker))));
        },
        () => string.Join('\n', homes.Select(home => $"{home.Buckets.Seats.Count} seats\n{home.Log}")));

    private static bool IsHome(TestNode home, int bucket, TestNode asker) =>
        home.Buckets.Seats.ContainsKey(bucket) && home.Buckets.All<LocateHome>().Contains(new LocateHome(bucket, asker.Id));

    private static void Locate(TestNode asker, IEnumerable<int> buckets)
    {
        foreach (var bucket in buckets)
            asker.Node.Locator.Tell(new LocateHome(bucket, asker.Id), Akka.Actor.ActorRefs.NoSender);
    }
}
