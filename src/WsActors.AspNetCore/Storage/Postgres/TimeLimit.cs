namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// The time that a piece of work has, all its steps together. A step that is not cancelled in time is given up, so that a server that has
/// stopped in the middle of an answer holds nobody up.
/// </summary>
internal sealed class TimeLimit(TimeSpan limit, TimeProvider time) : IDisposable
{
    // A cancelled statement ends after half a second at most, unless the server does not even take the cancellation.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _until = new(limit, time);
    private readonly long _began = time.GetTimestamp();

    public bool IsOver => _until.IsCancellationRequested;

    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> step) => step(_until.Token).WaitAsync(Left() + Grace, time);

    public Task RunAsync(Func<CancellationToken, Task> step) => step(_until.Token).WaitAsync(Left() + Grace, time);

    /// <summary>Waits, but not beyond the end.</summary>
    public async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, time, _until.Token);
        }
        catch (OperationCanceledException)
        {
            // The end came first.
        }
    }

    public void Dispose() => _until.Dispose();

    private TimeSpan Left()
    {
        var left = limit - time.GetElapsedTime(_began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
