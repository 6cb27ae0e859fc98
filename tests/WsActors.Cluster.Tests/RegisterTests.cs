using WsActors.Actors.Buckets.Cluster;
using WsActors.Cluster.Tests.Nodes;
using WsActors.Protocol.Replication;
using static WsActors.Cluster.Tests.Nodes.TestCluster;

namespace WsActors.Cluster.Tests;

/// <summary>The register of the cluster: a majority has what was written, and a node without a majority gets no answer.</summary>
[Trait("Speed", "Slow")]
public sealed class RegisterTests
{
    private const int Bucket = 3;

    private long _lastRequest;

    [Fact]
    public async Task What_one_node_writes_the_others_read()
    {
        await using var cluster = await StartAsync(3);
        var configuration = Configuration(1, cluster.Nodes[0]);

        await WriteAsync(cluster.Nodes[0], configuration);

        foreach (var node in cluster.Nodes)
        {
            var read = Assert.Single(await ReadAsync(node));
            Assert.Equal(configuration, read);
            Assert.Equal((configuration.PreviousTerm, configuration.Epoch), (read.PreviousTerm, read.Epoch));
            Assert.Equal(configuration.Replicas, read.Replicas);
        }
    }

    [Fact]
    public async Task A_bucket_that_was_never_written_is_empty()
    {
        await using var cluster = await StartAsync(1);

        Assert.Empty(await ReadAsync(cluster.Nodes[0]));
    }

    [Fact]
    public async Task A_write_removes_what_it_supersedes_and_nothing_else()
    {
        await using var cluster = await StartAsync(3);
        BucketConfiguration[] written = [.. cluster.Nodes.Select((node, index) => Configuration(index + 1, node))];
        foreach (var (configuration, node) in written.Zip(cluster.Nodes))
            await WriteAsync(node, configuration);
        Assert.Equal(written.ToHashSet(), (await ReadAsync(cluster.Nodes[0])).ToHashSet());

        var last = Configuration(4, cluster.Nodes[1]);
        var expected = new[] { written[2], last }.ToHashSet();

        await WriteAsync(cluster.Nodes[1], last, written[0], written[1]);
        foreach (var node in cluster.Nodes)
            Assert.Equal(expected, (await ReadAsync(node)).ToHashSet());
    }

    [Fact]
    public async Task After_nodes_are_lost_what_they_had_written_is_still_read()
    {
        await using var cluster = await StartAsync(3);
        var configuration = Configuration(1, cluster.Nodes[0]);
        await WriteAsync(cluster.Nodes[0], configuration);
        TestNode[] others = [cluster.Nodes[1], cluster.Nodes[2]];

        await cluster.Nodes[0].KillAsync();
        await AllSeeAsync(2, others);

        foreach (var node in others)
            Assert.Equal([configuration], await ReadAsync(node));
    }

    [Fact]
    public async Task A_node_that_joins_reads_what_was_written_before()
    {
        await using var cluster = await StartAsync(2);
        var configuration = Configuration(1, cluster.Nodes[0]);
        await WriteAsync(cluster.Nodes[0], configuration);

        var newcomer = cluster.Add();
        await cluster.AllSeeAsync(3);

        Assert.Equal([configuration], await ReadAsync(newcomer));
    }

    [Fact]
    public async Task A_node_without_a_majority_gets_no_answer()
    {
        await using var cluster = await StartAsync(3);
        var alone = cluster.Nodes[0];
        await alone.ThrottleAsync(isCut: true, cluster.Nodes.Skip(1));

        Tell(alone, new RegisterRequest.Read(Bucket, ++_lastRequest));
        Tell(alone, new RegisterRequest.Write(Bucket, Configuration(1, alone), []));

        // It ends as a minority does; the others go on.
        await alone.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(alone.Buckets.All<RegisterReply>());
        Assert.Empty(await ReadAsync(cluster.Nodes[1]));
    }

    private static BucketConfiguration Configuration(long term, TestNode home) =>
        new(new Ballot(term, Random.Shared.NextInt64()), term - 1, $"epoch-{term}", [home.Id, new ReplicaId("10.0.0.7:8082", -1)]);

    private async Task<IReadOnlyList<BucketConfiguration>> ReadAsync(TestNode node)
    {
        var request = ++_lastRequest;
        await AnsweredAsync(
            node, new RegisterRequest.Read(Bucket, request), () => node.Buckets.All<RegisterReply.Read>().Any(reply => reply.Request == request));
        return node.Buckets.All<RegisterReply.Read>().First(reply => reply.Request == request).Configurations;
    }

    private static Task WriteAsync(TestNode node, BucketConfiguration configuration, params BucketConfiguration[] superseded) => AnsweredAsync(
        node,
        new RegisterRequest.Write(Bucket, configuration, superseded),
        () => node.Buckets.All<RegisterReply.Written>().Any(reply => reply.Configuration == configuration));

    // As homes do, it is repeated until it is answered.
    private static async Task AnsweredAsync(TestNode node, RegisterRequest request, Func<bool> isAnswered)
    {
        var repeat = 0;
        await EventuallyAsync(() =>
        {
            if (repeat++ % 100 == 0)
                Tell(node, request);
            return isAnswered();
        });
    }

    private static void Tell(TestNode node, RegisterRequest request) => node.Node.Register.Tell(request, node.Buckets.Self!);
}
