using Microsoft.Extensions.Logging;
using WsActors.AspNetCore.Clustering;

namespace WsActors.Server.Tests.Clustering;

/// <summary>The line about a node that has lost its cluster tells what ends with it.</summary>
public sealed class NodeExitTests
{
    private readonly Lines _log = new();

    [Theory]
    [InlineData(null)]
    [InlineData("the seeds are of another cluster")]
    public void A_program_ends_with_an_exit_code_of_its_own(string? reason)
    {
        var exit = new NodeExit(_log, endsProcess: true);
        exit.OnClusterLost(reason);

        Assert.Equal(3, exit.Code);
        Assert.Contains("ends with exit code 3", Assert.Single(_log.Printed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("the seeds are of another cluster")]
    public void An_application_is_stopped_and_its_exit_code_is_its_own(string? reason)
    {
        new NodeExit(_log, endsProcess: false).OnClusterLost(reason);

        var line = Assert.Single(_log.Printed);
        Assert.Contains("stops the application", line, StringComparison.Ordinal);
        Assert.DoesNotContain("exit code", line, StringComparison.Ordinal);
    }

    private sealed class Lines : ILogger<NodeExit>
    {
        public List<string> Printed { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Printed.Add(formatter(state, exception));
    }
}
