using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Results;

/// <summary>Everything that a run found; this is the JSON. Parts that a scenario has not are null.</summary>
internal sealed class RunReport(Scenario scenario)
{
    public Scenario Scenario { get; } = scenario;

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    public string Machine { get; } = $"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}";

    public bool Passed => Checks.All(check => check.Passed);

    public List<CheckResult> Checks { get; } = [];

    public ConnectReport? Connect { get; set; }

    public ServerReport? Server { get; set; }

    public LoadReport? Load { get; set; }

    public LatencyReport? Latency { get; set; }

    public StormReport? Storm { get; set; }

    public LeavingReport? Leaving { get; set; }

    public FairnessReport? Fairness { get; set; }

    public SlowReadersReport? SlowReaders { get; set; }

    public PublishersReport? Publishers { get; set; }

    public KillReport? Kill { get; set; }

    public LosslessReport? Lossless { get; set; }

    public RecoveryReport? Recovery { get; set; }

    /// <summary>The reports of a cluster's faults.</summary>
    public IReadOnlyList<FaultReport>? Faults { get; set; }

    public ToolReport? Tool { get; set; }

    public IReadOnlyList<Violation> Violations { get; set; } = [];

    public IReadOnlyList<ServerSample> ServerEachSecond { get; set; } = [];

    /// <summary>The server's most resident bytes that were seen.</summary>
    public long? ServerMemoryAtMost => ServerEachSecond.Count == 0 ? null : ServerEachSecond.Max(sample => sample.Memory);

    /// <summary>Notes what server and tool spent on a load.</summary>
    public void Spent(double? serverCpuSeconds, long? serverMemory, double ownCpuSeconds, long deliveries)
    {
        Server = Server! with { CpuSeconds = serverCpuSeconds, MemoryAfter = serverMemory, Deliveries = deliveries };
        Tool = Tool! with
        {
            CpuSeconds = Math.Round(ownCpuSeconds, 3),
            CpuMicrosecondsPerDelivery = deliveries == 0 ? null : Math.Round(ownCpuSeconds * 1_000_000 / deliveries, 2),
        };
    }

    /// <summary>Notes whether a statement holds; the run fails if it does not.</summary>
    public void Check(string statement, bool holds, string found) => Checks.Add(new CheckResult(statement, holds, found));
}
