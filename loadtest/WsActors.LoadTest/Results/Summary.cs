using System.Globalization;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Results;

/// <summary>The figures of a run as pairs of name and value, for the terminal and the page alike.</summary>
internal static partial class Summary
{
    public static IEnumerable<(string Name, string Value)> Of(RunReport report) =>
    [
        .. OfConnect(report), .. OfStorm(report), .. OfLoad(report), .. OfLatency(report), .. OfFairness(report), .. OfServer(report), .. OfLeaving(report),
        .. OfSlowReaders(report), .. OfKill(report), .. OfPublishers(report), .. OfLossless(report), .. OfRecovery(report), .. OfTool(report),
    ];

    private static IEnumerable<(string Name, string Value)> OfConnect(RunReport report)
    {
        if (report.Connect is not { } connect)
            yield break;

        yield return ("connections", N(connect.Connections));
        yield return ("handshakes per second", $"{N(connect.PerSecond)} ({N(connect.Seconds)} s)");
        if (Causes(connect.Refusals) is { Length: > 0 } causes)
            yield return ("failed attempts", causes);
    }

    private static IEnumerable<(string Name, string Value)> OfStorm(RunReport report)
    {
        if (report.Storm is not { } storm)
            yield break;

        yield return ("storm: to the last subscribed", $"{N(storm.SecondsToLastSubscribed)} s ({N(storm.PerSecond)}/s)");
        yield return ("storm: handshake timeouts", N(storm.HandshakeTimeouts));
        yield return ("storm: failed attempts", Causes(storm.Refusals) is { Length: > 0 } causes ? causes : "none");
    }

    private static IEnumerable<(string Name, string Value)> OfLoad(RunReport report)
    {
        if (report.Load is not { } load)
            yield break;

        if (report.Scenario.Kind == ScenarioKind.Idle)
        {
            yield return ("messages while waiting", $"{N(load.OtherMessages)}, {N(load.BytesReceived)} bytes");
            yield break;
        }

        yield return ("publications", $"{N(load.Publications)} ({N(load.PublicationsPerSecond)} per second)");
        yield return ("deliveries", $"{N(load.Deliveries)} of {N(load.Expected)}");
        yield return ("deliveries per second", $"{N(load.DeliveriesPerSecond)} ({N(load.Seconds)} s)");
        yield return ("bytes", $"{N(load.BytesReceived)} received ({N(load.WireBytesPerDelivery)} a delivery), {N(load.BytesSent)} sent");
        if (load.CountedOnly > 0)
            yield return ("not read", $"the messages of {N(load.CountedOnly)} clients were counted, not inflated: only the others' are checked in content and order");
    }

    private static IEnumerable<(string Name, string Value)> OfLatency(RunReport report)
    {
        if (report.Latency is not { Count: > 0 } latency)
            yield break;

        yield return ("latency p50 / p90 / p99", $"{Ms(latency.P50)} / {Ms(latency.P90)} / {Ms(latency.P99)} ms");
        yield return ("latency p99.9 / max", $"{Ms(latency.P999)} / {Ms(latency.Max)} ms");
    }

    private static IEnumerable<(string Name, string Value)> OfFairness(RunReport report)
    {
        if (report.Fairness is not { } fairness)
            yield break;

        yield return ("quiet topics", $"{N(fairness.Topics)} with {N(fairness.Subscribers)} subscribers each, {N(fairness.Rate)} publications per second in all");
        foreach (var (name, latency) in ((string, LatencyReport)[])[("alone", fairness.Alone), ("beside the firehose", fairness.Beside)])
            yield return ($"quiet topics {name}: p50 / p99 / max", $"{Ms(latency.P50)} / {Ms(latency.P99)} / {Ms(latency.Max)} ms");
    }

    private static IEnumerable<(string Name, string Value)> OfServer(RunReport report)
    {
        if (report.Server is not { } server)
            yield break;

        if (server.BytesPerConnection is { } bytes)
            yield return ("server: memory per connection", $"{N(bytes)} bytes ({server.Source}, {N(server.MemoryBefore! / 1024)} to {N(server.MemoryConnected! / 1024)} KiB)");
        if (server.CpuMicrosecondsPerHandshake is { } handshake)
            yield return ("server: CPU per new connection", $"{N(handshake)} µs");
        if (server.CpuMicrosecondsPerDelivery is { } cpu)
            yield return ("server: CPU per delivery", $"{N(cpu)} µs");
        if (server.CpuSeconds is { } seconds)
            yield return ("server: CPU", $"{N(Math.Round(seconds, 2))} s");
        if (server.MemoryAfter is { } after)
            yield return ("server: memory at the end", $"{N(after / 1024)} KiB");
    }

    private static IEnumerable<(string Name, string Value)> OfLeaving(RunReport report)
    {
        if (report.Leaving is not { MemoryBefore: { } before, MemoryAfter: { } after } leaving)
            yield break;

        yield return ("server: memory before the clients", $"{N(before / 1024)} KiB, at most {N(report.ServerMemoryAtMost / 1024)} KiB");
        yield return ("server: memory without clients", $"{N(after / 1024)} KiB {N(leaving.SecondsAfter)} s after all have left ({N(leaving.GrowthPercent)} % more than before)");
    }

    private static IEnumerable<(string Name, string Value)> OfSlowReaders(RunReport report)
    {
        if (report.SlowReaders is not { } slow)
            yield break;

        yield return ("slow readers", $"{N(slow.Readers)}, {N(slow.Closed)} closed by the server: {Causes(slow.Ends)}");
        yield return ("slow readers: read in the end", $"{N(slow.MessagesRead)} messages, in order, and gaps for {N(slow.MessagesAnnouncedMissing)}");
        yield return ("server: outbox at most", slow.OutboxBytesAtMost is { } most ? $"{N(most)} bytes" : "unknown");
        yield return ("server: outbox at the end", slow.OutboxBytesAtEnd is { } bytes ? $"{N(bytes)} bytes" : "unknown");
    }

    private static IEnumerable<(string Name, string Value)> OfKill(RunReport report)
    {
        if (report.Kill is not { } kill)
            yield break;

        yield return ("kills", $"{N(kill.Kills)} in {N(kill.Seconds)} s");
        yield return ("server: connections before / after", $"{N(kill.ConnectionsBefore)} / {N(kill.ConnectionsAfter)}");
        yield return ("server: subscriptions before / after", $"{N(kill.SubscriptionsBefore)} / {N(kill.SubscriptionsAfter)}");
    }

    private static IEnumerable<(string Name, string Value)> OfPublishers(RunReport report)
    {
        if (report.Publishers is not { } publishers)
            yield break;

        yield return ("publications", $"{N(publishers.Publications)} in {N(publishers.Requests)} requests");
        yield return ("publications per second", $"{N(publishers.PublicationsPerSecond)} ({N(publishers.Seconds)} s)");
        yield return ("CPU per publication", $"server {N(publishers.ServerCpuMicrosecondsPerPublication)} µs, load generator {N(publishers.ToolCpuMicrosecondsPerPublication)} µs");
    }

    private static IEnumerable<(string Name, string Value)> OfTool(RunReport report)
    {
        if (report.Tool is not { } tool)
            yield break;

        var perDelivery = tool.CpuMicrosecondsPerDelivery is { } cpu ? $"{N(cpu)} µs CPU per delivery, " : "";
        yield return ("load generator itself", $"{perDelivery}{N(tool.BytesPerConnection)} bytes per connection");
    }

    private static string Causes(IReadOnlyDictionary<string, long> causes) =>
        string.Join(", ", causes.Select(cause => $"{N(cause.Value)} × {cause.Key}"));

    private static string Ms(long microseconds) => (microseconds / 1000.0).ToString(microseconds < 10_000 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static string N(IFormattable? number) => number?.ToString("#,0.###", CultureInfo.InvariantCulture) ?? "unknown";
}
