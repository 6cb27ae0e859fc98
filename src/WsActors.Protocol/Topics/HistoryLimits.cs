namespace WsActors.Protocol.Topics;

/// <summary>The limits of a topic's log: when any of them is exceeded, the oldest messages are dropped.</summary>
/// <param name="Messages">At most so many; 0 keeps none.</param>
/// <param name="Age">None older than this.</param>
/// <param name="Bytes">At most so many bytes of payload and bookkeeping.</param>
public sealed record HistoryLimits(int Messages, TimeSpan Age, long Bytes)
{
    public static readonly HistoryLimits None = new(0, TimeSpan.Zero, 0);

    public bool KeepsAny => Messages > 0;
}
