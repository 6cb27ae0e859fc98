using System.Diagnostics.CodeAnalysis;

namespace WsActors.Client.Transport;

/// <summary>A cancellation that any thread may request at any time, even after the end of what it cancels.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without a wait handle and a parent, and with a timer that fires once, the source holds nothing to release.")]
internal sealed class Cancellation
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public bool IsRequested => _source.IsCancellationRequested;

    public void Request() => _source.Cancel();

    public void RequestAfter(TimeSpan time) => _source.CancelAfter(time);
}
