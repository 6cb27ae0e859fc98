namespace WsActors.LoadTest.Server;

/// <summary>Watches how many bytes wait in the server's outboxes.</summary>
internal sealed class OutboxSampler : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _task;
    private double? _most;

    public OutboxSampler(MetricsClient metrics) => _task = RunAsync(metrics);

    /// <summary>Ends it.</summary>
    /// <returns>The most that was seen; null where the server does not say.</returns>
    public async Task<double?> FinishAsync()
    {
        await _stop.CancelAsync();
        await _task;
        return _most;
    }

    public async ValueTask DisposeAsync()
    {
        await FinishAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(MetricsClient metrics)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (await metrics.ReadAsync() is { } page && page.Sum("wsactors_outbox_bytes") is var bytes)
                _most = Math.Max(_most ?? 0, bytes ?? 0);
            await Task.Delay(Interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
