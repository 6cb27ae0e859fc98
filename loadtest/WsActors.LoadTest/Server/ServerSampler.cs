using System.Diagnostics;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Server;

/// <summary>Looks at the server in regular intervals, for the plots.</summary>
internal sealed class ServerSampler : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<ServerSample> _samples = [];
    private readonly Task _task;

    public ServerSampler(IServerProbe probe) => _task = RunAsync(probe);

    /// <summary>Ends it.</summary>
    public async Task<IReadOnlyList<ServerSample>> FinishAsync()
    {
        await _stop.CancelAsync();
        await _task;
        return _samples;
    }

    public async ValueTask DisposeAsync()
    {
        await FinishAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(IServerProbe probe)
    {
        var start = Stopwatch.GetTimestamp();
        ServerFigures? before = null;
        var beforeAt = start;
        while (!_stop.IsCancellationRequested)
        {
            var now = Stopwatch.GetTimestamp();
            var figures = await probe.ReadAsync();
            if (figures is { } current)
            {
                var cpu = before is { } earlier ? (current.CpuSeconds - earlier.CpuSeconds) / Stopwatch.GetElapsedTime(beforeAt, now).TotalSeconds : 0;
                _samples.Add(new ServerSample(Stopwatch.GetElapsedTime(start, now).TotalSeconds, current.ResidentBytes, cpu));
            }

            (before, beforeAt) = (figures, now);
            await Task.Delay(probe.Interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
