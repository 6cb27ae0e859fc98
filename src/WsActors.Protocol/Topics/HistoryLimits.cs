namespace WsActors.Protocol.Topics;

/// <summary>How much of a topic's past its log keeps: whatever is exceeded first, the oldest messages go.</summary>
/// <param name="Messages">At most so many; 0 keeps none.</param>
/// <param name="Age">None older than this.</param>
/// <param name="Bytes">At most so many bytes of payload and bookkeeping.</param>
public sealed record HistoryLimits(int Messages, TimeSpan Age, long Bytes)
{
    public static readonly HistoryLimits None = new(0, TimeSpan.Zero, 0);

    public bool KeepsAny => Messages > 0;
}
