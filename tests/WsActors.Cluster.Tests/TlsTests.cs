using System.Net.Sockets;
using WsActors.Cluster.Tests.Nodes;
using WsActors.Testing;
using static WsActors.Cluster.Tests.Nodes.TestCluster;

namespace WsActors.Cluster.Tests;

/// <summary>Nodes that trust each other by the certificates in <c>Path</c> and <c>AuthorityPath</c>, and what else may arrive at their port.</summary>
[Trait("Speed", "Slow")]
public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Root("Nodes");
    private readonly TestAuthority _other = TestAuthority.Root("Others");

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Nodes_whose_Path_names_a_certificate_of_their_authority_form_a_cluster()
    {
        await using var cluster = await StartAsync(2, authority: _authority);

        Assert.All(cluster.Nodes, node => Assert.Equal(2, node.View!.Members));
    }

    // Of another authority than AuthorityPath names.
    [Fact]
    public async Task A_node_with_a_certificate_of_another_authority_is_refused()
    {
        await using var cluster = await StartAsync(2, authority: _authority);
        TestNode[] members = [.. cluster.Nodes];

        var stranger = cluster.Add(authority: _other);

        await EventuallyAsync(() => members.Concat([stranger]).Any(node => node.Log.With("is not trusted").Count > 0), () => $"{stranger.Log}\n{members[0].Log}");
        // Akka ends a node that cannot agree on TLS with another one.
        await stranger.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Null(stranger.View);
        Assert.All(members, node => Assert.Equal(2, node.View!.Members));
    }

    [Fact]
    public async Task A_node_without_TLS_is_refused()
    {
        await using var cluster = await StartAsync(2, authority: _authority);
        TestNode[] members = [.. cluster.Nodes];

        var stranger = cluster.Add();

        await EventuallyAsync(() => stranger.Log.With("has not joined the cluster yet").Count > 0);
        Assert.Null(stranger.View);
        Assert.All(members, node => Assert.Equal(2, node.View!.Members));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Garbage_on_the_port_disturbs_nobody(bool isSecure)
    {
        var authority = isSecure ? _authority : null;
        await using var cluster = await StartAsync(2, authority: authority);
        var port = int.Parse(cluster.Nodes[0].Id.Address.Split(':')[1]);
        var random = new Random(7);
        var garbage = new byte[100_000];

        for (var i = 0; i < 20; i++)
        {
            random.NextBytes(garbage);
            using var client = new TcpClient("127.0.0.1", port);
            try
            {
                await client.GetStream().WriteAsync(i % 2 == 0 ? garbage : "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            }
            catch (IOException)
            {
                // The node has closed the connection already.
            }
        }

        // A node that joins shows that all goes on.
        cluster.Add(authority: authority);
        await cluster.AllSeeAsync(3);
        Assert.All(cluster.Nodes.Take(2), node => Assert.DoesNotContain(
            node.Buckets.All<Actors.Buckets.Cluster.ClusterChanged>(), changed => changed.View.Unreachable.Count > 0));
    }
}
