using WsActors.AspNetCore.Clustering;
using WsActors.Server.Tests.Logs;

namespace WsActors.Server.Tests.Clustering;

/// <summary>The line about a node that has lost its cluster tells what ends with it.</summary>
public sealed class NodeExitTests
{
    private readonly LogLines<NodeExit> _log = new();

    [Theory]
    [InlineData(null)]
    [InlineData("the seeds are of another cluster")]
    public void A_program_ends_with_an_exit_code_of_its_own(string? reason)
    {
        var exit = new NodeExit(_log, endsProcess: true);
        exit.OnClusterLost(reason);

        Assert.Equal(3, exit.Code);
        Assert.Contains("ends with exit code 3", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("the seeds are of another cluster")]
    public void An_application_is_stopped_and_its_exit_code_is_its_own(string? reason)
    {
        new NodeExit(_log, endsProcess: false).OnClusterLost(reason);

        var line = Assert.Single(_log.Lines);
        Assert.Contains("stops the application", line, StringComparison.Ordinal);
        Assert.DoesNotContain("exit code", line, StringComparison.Ordinal);
    }
}
