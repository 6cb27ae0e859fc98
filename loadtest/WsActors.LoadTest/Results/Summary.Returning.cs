namespace WsActors.LoadTest.Results;

/// <summary>Clients that come back.</summary>
internal static partial class Summary
{
    private static IEnumerable<(string Name, string Value)> OfLossless(RunReport report)
    {
        if (report.Lossless is not { } lossless)
            yield break;

        yield return ("publications", $"{N(lossless.Publications)} in {N(lossless.Seconds)} s, {N(lossless.Requests)} requests, {N(lossless.Retries)} retries{(lossless.Retries == 0 ? "" : $" ({Causes(lossless.RetryCauses)})")}");
        yield return ("publications sent twice", N(lossless.Repeated));
        yield return ("longest delay of a publication", $"{N(lossless.LongestDelaySeconds)} s");
        yield return ("deliveries", N(lossless.Deliveries));
        yield return ("cuts", $"{Causes(lossless.Cuts)}; seed {lossless.Seed}");
        foreach (var restart in lossless.Restarts)
            yield return ($"restart by {restart.Signal}", $"{N(restart.Stopping)} s to stop, {N(restart.Starting)} s to start");
        yield return ("connections made", $"{N(lossless.Connections)}; ended by the server: {Causes(lossless.Ends)}");
        yield return ("recoveries", $"{N(lossless.Recoveries)} complete, {N(lossless.IncompleteRecoveries)} incomplete");
        yield return ("gaps announced", $"{N(lossless.Gaps)} of {N(lossless.GapMessages)} messages");
        yield return ("messages of the logs checked", N(lossless.Audited));
        yield return ("faults", N(lossless.Faults));
    }

    private static IEnumerable<(string Name, string Value)> OfRecovery(RunReport report)
    {
        if (report.Recovery is not { } recovery)
            yield break;

        yield return ("storm", $"{N(recovery.Clients)} clients, each for {N(recovery.Missed)} messages");
        yield return ("storm: to the last subscribed", $"{N(recovery.SecondsToLastSubscribed)} s");
        yield return ("storm: to the last caught up", $"{N(recovery.SecondsToLastCaughtUp)} s ({N(recovery.MessagesPerSecond)} messages per second)");
        yield return ("storm: half / 99 % caught up", $"{N(recovery.P50Seconds)} / {N(recovery.P99Seconds)} s");
        if (recovery.ServerCpuSeconds is { } cpu)
            yield return ("storm: server CPU", $"{N(Math.Round(cpu, 2))} s ({N(recovery.ServerCpuMicrosecondsPerMessage)} µs per message)");
        if (recovery.ServerMemoryPeak is { } peak)
            yield return ("storm: server memory", $"{N(recovery.ServerMemoryBefore / 1024)} KiB before, {N(peak / 1024)} KiB at its peak");
        yield return ("storm: load generator CPU", $"{N(recovery.ToolCpuSeconds)} s");
        yield return ("storm: failed attempts", Causes(recovery.Refusals) is { Length: > 0 } causes ? causes : "none");
    }
}
