namespace WsActors.Protocol.Topics;

/// <summary>The outcome for a subscriber that returns.</summary>
/// <param name="IsComplete">True if it has, or gets, everything since it left.</param>
/// <param name="Missed">The messages of this log right behind it that it will not get; null where there are none. Damaged ones may lie further on.</param>
/// <param name="After">The offset behind which it is given everything that follows.</param>
public sealed record Recovery(bool IsComplete, MissedRange? Missed, long After)
{
    /// <summary>The subscriber's own offset in this log, before it gets any message or gap: 0 if it knew another log.</summary>
    public long Seen => Missed is null ? After : Missed.From - 1;
}
