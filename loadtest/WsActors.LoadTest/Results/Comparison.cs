namespace WsActors.LoadTest.Results;

/// <summary>Several servers under the same loads: who needed how much of what.</summary>
internal sealed class Comparison
{
    private const double MiB = 1024 * 1024;

    // The loads under which all servers are compared, and what the columns call them.
    private static readonly (string Scenario, string Title)[] Loads =
    [
        ("w1-delivered", "1 topic, 1 in flight until delivered"), ("w1", "1 in flight until answered"), ("w4", "4 in flight"), ("w16", "16 in flight"), ("w5", "many topics, 64 in flight"), ("w7", "echo"),
    ];

    /// <summary>In the order in which they are shown.</summary>
    public static readonly IReadOnlyList<FigureTable> Tables =
    [
        new(
            "Connections and start",
            [
                new("bytes per idle connection", "idle", "server.bytesPerConnection"),
                new("handshakes per second", "idle", "connect.perSecond") { MoreIsBetter = true },
                new("CPU µs per handshake, cold", "idle", "server.cpuMicrosecondsPerHandshake"),
                new("warm", "w16", "server.cpuMicrosecondsPerHandshake"),
                new("ms to the first 101", "start", "start.milliseconds"),
                new("MiB resident after the start", "start", "start.residentBytes") { Divisor = MiB },
                new("anonymous of them", "start", "start.anonymousBytes") { Divisor = MiB },
            ]),
        OfLoads("Server CPU, µs per delivery", "server.cpuMicrosecondsPerDelivery"),
        OfLoads("Deliveries per second", "load.deliveriesPerSecond", moreIsBetter: true),
        OfLoads("Latency, p50 in ms", "latency.p50", divisor: 1000),
        OfLoads("Latency, p99 in ms", "latency.p99", divisor: 1000),
        new(
            "Latency in an open loop, ms",
            [
                new("10,000 deliveries per second: p50", "latency", "latency.p50") { Divisor = 1000 },
                new("p99", "latency", "latency.p99") { Divisor = 1000 },
                new("p99.9", "latency", "latency.p999") { Divisor = 1000 },
                new("half of its own capacity: p50", "latency-half", "latency.p50") { Divisor = 1000 },
                new("p99", "latency-half", "latency.p99") { Divisor = 1000 },
                new("p99.9", "latency-half", "latency.p999") { Divisor = 1000 },
            ]),
        new(
            "Quiet topics beside a firehose",
            [
                new("ms without the firehose: p50", "fairness", "fairness.alone.p50") { Divisor = 1000 },
                new("p99", "fairness", "fairness.alone.p99") { Divisor = 1000 },
                new("ms beside it: p50", "fairness", "fairness.beside.p50") { Divisor = 1000 },
                new("p99", "fairness", "fairness.beside.p99") { Divisor = 1000 },
                new("the firehose's deliveries per second", "fairness", "load.deliveriesPerSecond") { MoreIsBetter = true },
                new("the firehose's p99 in ms", "fairness", "latency.p99") { Divisor = 1000 },
            ]),
        new(
            "Storm",
            [
                new("s until all are back", "storm", "storm.secondsToLastSubscribed"),
                new("MiB before the clients", "storm", "leaving.memoryBefore") { Divisor = MiB },
                new("at most", "storm", "serverMemoryAtMost") { Divisor = MiB },
                new("after all have left", "storm", "leaving.memoryAfter") { Divisor = MiB },
                new("% more than before", "storm", "leaving.growthPercent"),
            ]),
    ];

    private readonly SavedResult[] _results;

    /// <param name="results">What <see cref="JsonReport"/> wrote, in any order.</param>
    public Comparison(IEnumerable<string> results)
    {
        _results = [.. results.Select(result => new SavedResult(result))];
        Servers = [.. _results.Select(result => result.Server).Distinct().OrderBy(server => !server.StartsWith("wsactors", StringComparison.Ordinal)).ThenBy(server => server, StringComparer.Ordinal)];
    }

    /// <summary>Ours first.</summary>
    public IReadOnlyList<string> Servers { get; }

    /// <summary>Of the runs that passed: a run that lost something has no figures.</summary>
    public Spread? Of(string server, Figure figure) =>
        Spread.Of(_results
            .Where(result => result.Passed && result.Server == server && result.Scenario == figure.Scenario)
            .Select(result => result.NumberAt(figure.Path) / figure.Divisor));

    /// <summary>Runs of a server that did not pass, with how often.</summary>
    public IEnumerable<(string Server, string Scenario, int Runs)> Failures() =>
        _results.Where(result => !result.Passed)
            .GroupBy(result => (result.Server, result.Scenario))
            .Select(runs => (runs.Key.Server, runs.Key.Scenario, runs.Count()));

    private static FigureTable OfLoads(string title, string path, double divisor = 1, bool moreIsBetter = false) =>
        new(title, [.. Loads.Select(load => new Figure(load.Title, load.Scenario, path) { Divisor = divisor, MoreIsBetter = moreIsBetter })]);

    /// <summary>One figure, and where in a result it stands.</summary>
    internal sealed record Figure(string Title, string Scenario, string Path)
    {
        public double Divisor { get; init; } = 1;

        public bool MoreIsBetter { get; init; }
    }
}
