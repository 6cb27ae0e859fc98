using System.Net;
using WsActors.Cluster.Settings;
using WsActors.Protocol.Replication;
using WsActors.Testing;

namespace WsActors.Cluster.Tests.Nodes;

/// <summary>Several nodes in this process, on loopback and free ports.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly List<TestNode> _nodes = [];
    private readonly string[] _seeds;
    private readonly bool _canBeCut;

    private TestCluster(int seeds, bool canBeCut = true) =>
        (_seeds, _canBeCut) = ([.. FreePorts.Some(seeds).Select(port => $"127.0.0.1:{port}")], canBeCut);

    public IReadOnlyList<TestNode> Nodes => _nodes;

    /// <summary>Starts nodes and waits until each sees all.</summary>
    /// <param name="count">The number of nodes.</param>
    /// <param name="change">Changes the settings of each.</param>
    /// <param name="authority">Issues a certificate for each; null for nodes without TLS.</param>
    /// <param name="canBeCut">
    /// False if no connections are to be cut. Akka's adapter for that knows connections by their address, and ends those of a restarted node with those of its predecessor.
    /// </param>
    public static async Task<TestCluster> StartAsync(
        int count, Func<ClusterSettings, ClusterSettings>? change = null, TestAuthority? authority = null, bool canBeCut = true)
    {
        var cluster = new TestCluster(count, canBeCut);
        for (var i = 0; i < count; i++)
            cluster.Add(change, i, authority);
        await cluster.AllSeeAsync(count);
        return cluster;
    }

    /// <summary>A cluster whose nodes are added by <see cref="Add"/>.</summary>
    /// <param name="seeds">The number of seeds.</param>
    public static TestCluster Empty(int seeds = 0) => new(seeds);

    /// <summary>Starts nodes with the same port on 127.0.0.1, 127.0.0.2 and so on, which find each other by a name with all of these addresses.</summary>
    /// <param name="count">The number of nodes.</param>
    public static TestCluster Discovered(int count)
    {
        var cluster = Empty();
        var port = FreePorts.One();
        IPAddress[] addresses = [.. Enumerable.Range(1, count).Select(number => IPAddress.Parse($"127.0.0.{number}"))];
        for (var index = 0; index < count; index++)
        {
            var settings = new ClusterSettings { Discovery = "nodes.test", Address = $"{addresses[index]}", Port = port, Buckets = 16 };

            // DNS servers change the order from answer to answer.
            cluster._nodes.Add(TestNode.Start(settings, discovered: [.. addresses[index..], .. addresses[..index]]));
        }

        return cluster;
    }

    /// <summary>Starts one more node.</summary>
    public TestNode Add(Func<ClusterSettings, ClusterSettings>? change = null, int? seed = null, TestAuthority? authority = null)
    {
        var settings = Settings(change, seed);
        if (authority is not null)
            settings = settings with { Tls = new ClusterTlsSettings { Path = "made by the test" } };
        var node = TestNode.Start(settings, authority?.Issue(["node"]), authority is null ? null : [authority.Certificate], canBeCut: _canBeCut);
        _nodes.Add(node);
        return node;
    }

    private ClusterSettings Settings(Func<ClusterSettings, ClusterSettings>? change, int? seed)
    {
        var port = seed is { } index ? int.Parse(_seeds[index].Split(':')[1]) : FreePorts.One();
        var settings = new ClusterSettings { Seeds = _seeds, Port = port, Buckets = 16 };
        return change?.Invoke(settings) ?? settings;
    }

    /// <summary>Waits until each of the nodes sees as many members, all of them reachable.</summary>
    public Task AllSeeAsync(int members) => AllSeeAsync(members, _nodes);

    public static Task AllSeeAsync(int members, params IReadOnlyCollection<TestNode> nodes) => EventuallyAsync(
        () => nodes.All(node => node.View is { Unreachable.Count: 0 } view && view.Reachable.Count == members),
        () => string.Join('\n', nodes.Select(node => $"{Describe(node.View)}\n{node.Log}")));

    /// <summary>Waits until a condition holds.</summary>
    public static async Task EventuallyAsync(Func<bool> condition, Func<string>? otherwise = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"it did not happen in {Limit.TotalSeconds} s: {otherwise?.Invoke()}");
            await Task.Delay(BetweenLooks);
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));

    private static string Describe(ClusterView? view) => view is null
        ? "no view"
        : $"reachable: {string.Join(", ", view.Reachable)}; unreachable: {string.Join(", ", view.Unreachable)}; removed: {string.Join(", ", view.Removed)}";
}
