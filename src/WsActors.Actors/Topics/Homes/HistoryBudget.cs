using WsActors.Actors.Telemetry;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Counts the bytes that the histories of all topics of a node hold in memory against their limit. Safe on any thread.</summary>
public sealed class HistoryBudget(long maxBytes, ServerTelemetry telemetry)
{
    private long _bytes;

    /// <summary>
    /// Reports what a log holds. Above the limit each new message costs its topic the oldest ones: those of a stored log leave
    /// memory only, all others are lost, and a client that missed them is sent a gap.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="reported">The bytes that were reported of it before.</param>
    public void Balance(TopicLog log, ref long reported)
    {
        Report(log.LoadedBytes, ref reported);
        while (Interlocked.Read(ref _bytes) > maxBytes && log.MakeRoom())
            Report(log.LoadedBytes, ref reported);
    }

    /// <summary>Reports that a log holds so many bytes.</summary>
    public void Report(long bytes, ref long reported)
    {
        if (bytes == reported)
            return;

        Interlocked.Add(ref _bytes, bytes - reported);
        telemetry.Histories.Changed(bytes - reported);
        reported = bytes;
    }
}
