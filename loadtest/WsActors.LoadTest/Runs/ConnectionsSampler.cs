using System.Diagnostics;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Runs;

/// <summary>Counts once a second how many connections the clients have begun.</summary>
internal sealed class ConnectionsSampler : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<ConnectionsSecond> _seconds = [];
    private readonly Task _task;

    /// <param name="figures">The counts of the clients.</param>
    public ConnectionsSampler(FleetFigures figures) => _task = RunAsync(figures);

    /// <summary>Ends it.</summary>
    public async Task<IReadOnlyList<ConnectionsSecond>> FinishAsync()
    {
        await _stop.CancelAsync();
        await _task;
        return _seconds;
    }

    public async ValueTask DisposeAsync()
    {
        await FinishAsync();
        _stop.Dispose();
    }

    // A sample that is taken late counts for the time that it took.
    private async Task RunAsync(FleetFigures figures)
    {
        var (start, last, before) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), figures.Begun);
        while (true)
        {
            await Task.Delay(Interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested)
                return;

            var (now, begun) = (Stopwatch.GetTimestamp(), figures.Begun);
            var each = (begun - before) / Stopwatch.GetElapsedTime(last, now).TotalSeconds;
            _seconds.Add(new ConnectionsSecond(Stopwatch.GetElapsedTime(start, now).TotalSeconds, (long)Math.Round(each)));
            (last, before) = (now, begun);
        }
    }
}
