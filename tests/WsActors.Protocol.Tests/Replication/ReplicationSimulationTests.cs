using System.Diagnostics;
using WsActors.Testing;
using Xunit.Abstractions;

namespace WsActors.Protocol.Tests.Replication;

/// <summary>
/// Runs the real homes and replicas of a bucket in a simulated cluster, with random messages, crashes, partitions and removals. A failing seed is printed with the few
/// steps that are needed.
/// </summary>
public sealed class ReplicationSimulationTests(ITestOutputHelper output)
{
    private const int StepsPerRun = 2_000;

    [Fact]
    public void No_invariant_breaks_in_ten_million_steps()
    {
        var watch = Stopwatch.StartNew();
        var runs = Effort.Rounds(5_000);
        var (acknowledged, epochs, singleFailures) = (0L, 0L, 0L);
        for (var seed = 0; seed < runs; seed++)
        {
            if (Failure(seed, PlantedFault.None, SimulationStep.Of(seed, StepsPerRun), out var cluster) is { } failure)
                Assert.Fail(Explain(seed, PlantedFault.None, failure));
            acknowledged += cluster.Observer.Acknowledged;
            epochs += cluster.Observer.Epochs - 1;
            singleFailures += cluster.IsCareful ? cluster.Failures : 0;
        }

        output.WriteLine($"{runs * StepsPerRun:N0} steps in {watch.Elapsed.TotalSeconds:0.0} s: {acknowledged:N0} publications acknowledged, {epochs:N0} logs lost and announced; {singleFailures:N0} failures of one node at a time, without a loss");
        Assert.True(acknowledged > runs && singleFailures > runs / 10, "so few publications or failures show nothing");
    }

    [Theory]
    [InlineData(PlantedFault.NoFence)]
    [InlineData(PlantedFault.EarlyAnswer)]
    [InlineData(PlantedFault.ForeignLog)]
    [InlineData(PlantedFault.NoLease)]
    [InlineData(PlantedFault.NoSecondRead)]
    public void A_planted_fault_is_found(PlantedFault fault)
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            if (Failure(seed, fault, SimulationStep.Of(seed, StepsPerRun), out _) is BrokenInvariantException failure)
            {
                output.WriteLine(Explain(seed, fault, failure));
                return;
            }
        }

        Assert.Fail($"{fault} was not found");
    }

    [Fact]
    public void A_failing_run_shrinks_to_the_steps_that_it_needs()
    {
        var steps = Enumerable.Range(0, 2_000).Select(seed => SimulationStep.Of(seed, StepsPerRun))
            .First(steps => Failure(1, PlantedFault.EarlyAnswer, steps, out _) is BrokenInvariantException);

        var few = Shrinking.Of(steps, some => Failure(1, PlantedFault.EarlyAnswer, some, out _) is BrokenInvariantException);

        Assert.InRange(few.Length, 1, StepsPerRun / 4);
        Assert.IsType<BrokenInvariantException>(Failure(1, PlantedFault.EarlyAnswer, few, out _));
    }

    private static Exception? Failure(
        int seed, PlantedFault fault, SimulationStep[] steps, out SimulatedCluster cluster, List<string>? trace = null)
    {
        cluster = new SimulatedCluster(seed, fault, trace);
        try
        {
            cluster.Run(steps);
            var recovers = cluster.Recovers();
            cluster.CompareStates();
            return recovers ? null : new TimeoutException("the cluster does not recover after all faults have ended");
        }
        catch (Exception exception) when (exception is BrokenInvariantException or ArgumentException or InvalidOperationException)
        {
            return exception;
        }
    }

    // The type of the failure is kept while steps are taken away: otherwise another fault might be shown.
    private static string Explain(int seed, PlantedFault fault, Exception failure)
    {
        var steps = Shrinking.Of(
            SimulationStep.Of(seed, StepsPerRun), some => Failure(seed, fault, some, out _)?.GetType() == failure.GetType());
        var trace = new List<string>();
        var last = Failure(seed, fault, steps, out _, trace);
        return $"seed {seed}, {fault}, {steps.Length} steps: {last}{Environment.NewLine}{string.Join(Environment.NewLine, trace.TakeLast(150))}";
    }
}
