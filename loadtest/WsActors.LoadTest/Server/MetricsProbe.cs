namespace WsActors.LoadTest.Server;

/// <summary>A .NET server that exports its runtime's metrics.</summary>
internal sealed class MetricsProbe(MetricsClient metrics) : IServerProbe
{
    public string Source => "/metrics";

    // A scrape costs the server some milliseconds.
    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public async Task<ServerFigures?> ReadAsync() =>
        await metrics.ReadAsync() is { } page &&
        page.Sum("dotnet_process_memory_working_set_bytes") is { } memory &&
        page.Sum("dotnet_process_cpu_time_seconds_total") is { } cpu
            ? new ServerFigures((long)memory, cpu)
            : null;
}
