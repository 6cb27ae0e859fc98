using System.Collections.Concurrent;
using WsActors.LoadTest.Clusters;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Tests.Clusters;

/// <summary>Processes that are no servers, which start and end as nodes do.</summary>
public sealed class ServerNodeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsactors-node-");
    private readonly BlockingCollection<NodeEnd> _ends = [];

    public void Dispose()
    {
        _ends.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task One_that_ends_by_itself_is_started_again()
    {
        await using var node = Start("exit 3");
        Assert.Equal(new NodeEnd(7, 3, WasAsked: false), Next());
        Assert.Equal(new NodeEnd(7, 3, WasAsked: false), Next());
    }

    [Fact]
    public async Task One_that_was_ended_stays_away_until_it_is_resumed()
    {
        await using var node = Start("exec sleep 1000");
        var first = node.Id;
        await node.StopAsync(LinuxCalls.SigKill);
        Assert.Equal(new NodeEnd(7, 137, WasAsked: true), Next());
        Assert.Null(node.Id);

        node.Resume();
        Assert.True(SpinWait.SpinUntil(() => node.Id is not null, TimeSpan.FromSeconds(30)));
        Assert.NotEqual(first, node.Id);
    }

    [Fact]
    public async Task Its_output_is_kept_through_all_of_its_starts()
    {
        await using (var node = Start("echo here; exit 0"))
        {
            Next();
            Next();
        }

        Assert.StartsWith("here\nhere\n", await File.ReadAllTextAsync(Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_left_of_one_that_was_stopped()
    {
        int id;
        await using (var node = Start("exec sleep 1000"))
        {
            id = node.Id!.Value;
            node.Signal(LinuxCalls.SigStop);
        }

        Assert.False(Directory.Exists($"/proc/{id}"));
        Assert.Equal($"{id}\n", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "nodes.pid")));
    }

    private string Log => Path.Combine(_folder.FullName, "node.log");

    private ServerNode Start(string script) => new(7, ["/bin/sh", "-c", script], Log, TimeSpan.FromMilliseconds(1), _ends.Add);

    private NodeEnd Next() => _ends.TryTake(out var end, TimeSpan.FromSeconds(30)) ? end : throw new TimeoutException("the process did not end");
}
