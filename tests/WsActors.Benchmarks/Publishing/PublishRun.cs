using System.Diagnostics;
using System.Globalization;

namespace WsActors.Benchmarks.Publishing;

/// <summary>
/// Publishes through the admin API of a running server over kept-open connections, and says how many publications a
/// second it took and what each cost the server's process.
/// </summary>
internal static class PublishRun
{
    private const int WarmUp = 20_000;

    /// <param name="settings">The admin port, the server's process id, connections, requests in flight on each, publications, and messages in a request: 1 for single ones.</param>
    public static async Task MeasureAsync(string[] settings)
    {
        if (settings.Length is < 2 or > 6)
        {
            Console.Error.WriteLine("publish PORT PROCESS-ID [CONNECTIONS] [IN-FLIGHT] [PUBLICATIONS] [BATCH]");
            return;
        }

        var numbers = settings.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var connections = numbers.ElementAtOrDefault(2) is var given and > 0 ? given : 16;
        var inFlight = Math.Max(1, numbers.ElementAtOrDefault(3));
        var publications = numbers.ElementAtOrDefault(4) is var wanted and > 0 ? wanted : 100_000;
        var batch = Math.Max(1, numbers.ElementAtOrDefault(5));

        await PublishAsync(numbers[0], connections, inFlight, WarmUp, batch);
        using var server = Process.GetProcessById(numbers[1]);
        var serverBefore = server.TotalProcessorTime;
        var clientBefore = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var published = await PublishAsync(numbers[0], connections, inFlight, publications, batch);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        server.Refresh();
        var serverTime = (server.TotalProcessorTime - serverBefore).TotalMicroseconds / published;
        var clientTime = (Environment.CpuUsage.TotalTime - clientBefore).TotalMicroseconds / published;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{published / seconds:F0} publications per second; processor time of each: server {serverTime:F1} µs, client {clientTime:F1} µs"));
    }

    private static async Task<int> PublishAsync(int port, int connections, int inFlight, int publications, int batch)
    {
        var perConnection = publications / (connections * inFlight * batch);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var publisher = new PublishingConnection(port, inFlight, batch);
            for (var round = 0; round < perConnection; round++)
                await publisher.PublishAsync();
        }));
        return perConnection * connections * inFlight * batch;
    }
}
