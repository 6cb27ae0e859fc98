namespace WsActors.LoadTest.Results;

/// <summary>Several servers under the same loads: who needed how much of what.</summary>
internal sealed class Comparison
{
    /// <summary>What a server needs, in the order of the columns.</summary>
    public static readonly IReadOnlyList<Figure> Costs =
    [
        new("bytes per idle connection", "idle", "server.bytesPerConnection"),
        new("handshakes per second", "idle", "connect.perSecond") { MoreIsBetter = true },
        new("CPU µs per handshake", "idle", "server.cpuMicrosecondsPerHandshake"),
        new("CPU µs per delivery, 1 in flight", "fan-out-1", "server.cpuMicrosecondsPerDelivery"),
        new("CPU µs per delivery, 4 in flight", "fan-out-4", "server.cpuMicrosecondsPerDelivery"),
        new("CPU µs per delivery, many topics", "many-topics", "server.cpuMicrosecondsPerDelivery"),
        new("deliveries per second, 1 in flight: its capacity", "fan-out-1", "load.deliveriesPerSecond") { MoreIsBetter = true },
    ];

    /// <summary>How long a publication is under way.</summary>
    public static readonly IReadOnlyList<Figure> Latencies =
    [
        new("ms at 10,000 deliveries per second: p50", "latency", "latency.p50") { Divisor = 1000 },
        new("p99", "latency", "latency.p99") { Divisor = 1000 },
        new("p99.9", "latency", "latency.p999") { Divisor = 1000 },
        new("ms at half of its own capacity: p50", "latency-half", "latency.p50") { Divisor = 1000 },
        new("p99", "latency-half", "latency.p99") { Divisor = 1000 },
        new("p99.9", "latency-half", "latency.p999") { Divisor = 1000 },
    ];

    private readonly SavedResult[] _results;

    /// <param name="results">What <see cref="JsonReport"/> wrote, in any order.</param>
    public Comparison(IEnumerable<string> results)
    {
        _results = [.. results.Select(result => new SavedResult(result))];
        Servers = [.. _results.Select(result => result.Server).Distinct().OrderBy(server => server != "wsactors").ThenBy(server => server, StringComparer.Ordinal)];
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

    /// <summary>One figure, and where in a result it stands.</summary>
    internal sealed record Figure(string Title, string Scenario, string Path)
    {
        public double Divisor { get; init; } = 1;

        public bool MoreIsBetter { get; init; }
    }
}
