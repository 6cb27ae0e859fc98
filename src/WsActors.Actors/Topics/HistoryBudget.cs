using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Topics;

/// <summary>What the histories of all topics of a node hold together, and whether that is too much. Safe on any thread.</summary>
public sealed class HistoryBudget(long maxBytes, ServerTelemetry telemetry)
{
    private long _bytes;

    public bool IsExceeded => Interlocked.Read(ref _bytes) > maxBytes;

    /// <summary>A history has grown, or shrunk where <paramref name="bytes"/> is negative.</summary>
    public void Add(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        telemetry.Histories.Changed(bytes);
    }
}
