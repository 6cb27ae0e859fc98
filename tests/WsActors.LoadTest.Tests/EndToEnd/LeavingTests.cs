using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>Clients that are all gone at the end.</summary>
public sealed class LeavingTests(RealServer server) : IClassFixture<RealServer>
{
    [Fact]
    public async Task A_storm_tells_the_memory_before_the_clients_and_after_they_have_left()
    {
        var report = await server.RunAsync(ScenarioFile.Read("storm") with { Connections = 200, Settle = TimeSpan.Zero, AfterLeaving = TimeSpan.FromMilliseconds(10) });

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Contains(report.Checks, check => check is { Statement: "the server counts no client any more", Passed: true });
        Assert.True(report.Leaving is { MemoryBefore: > 0, MemoryAfter: > 0 });
        Assert.Contains(Summary.Of(report), line => line.Name == "server: memory without clients");
    }

    [Fact]
    public void Memory_that_is_still_held_is_told_in_percent() =>
        Assert.Equal(25, new LeavingReport { MemoryBefore = 100, MemoryAfter = 125 }.GrowthPercent);
}
