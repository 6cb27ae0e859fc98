using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>What every kind of run works with.</summary>
internal sealed class RunContext(Scenario scenario, Fleet fleet, ViolationLog violations, IServerProbe probe, MetricsClient metrics, IDisplay display)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    public Scenario Scenario => scenario;

    public Fleet Fleet => fleet;

    public ViolationLog Violations => violations;

    public IServerProbe Probe => probe;

    public MetricsClient Metrics => metrics;

    public IDisplay Display => display;

    public RunReport Report { get; } = new(scenario);

    /// <summary>Waits until a condition holds, or until nothing has moved for the scenario's timeout.</summary>
    /// <returns>Whether it holds.</returns>
    public Task<bool> UntilAsync(Func<bool> holds, Func<long> progress) => UntilAsync(holds, progress, scenario.Timeout);

    /// <summary>Waits until a condition holds, or until nothing has moved for some time.</summary>
    /// <returns>Whether it holds.</returns>
    public async Task<bool> UntilAsync(Func<bool> holds, Func<long> progress, TimeSpan timeout)
    {
        var (last, movedAt) = (progress(), Stopwatch.GetTimestamp());
        while (!holds())
        {
            if (fleet.Ended.IsCompleted)
                await fleet.Ended;

            if (progress() != last)
                (last, movedAt) = (progress(), Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(movedAt) > timeout)
                return false;

            await Task.Delay(Step);
        }

        return true;
    }
}
