namespace WsActors.Protocol.Topics;

/// <summary>
/// Numbers a topic's messages. It keeps none of them, so a subscriber that returns has either missed nothing
/// or is told which offsets it missed.
/// </summary>
public sealed class TopicLog
{
    /// <param name="epoch">
    /// This log's epoch, 1 to <see cref="TopicPosition.MaxEpochLength"/> characters: unique among all the logs that
    /// ever had this topic's name.
    /// </param>
    public TopicLog(string epoch)
    {
        ArgumentException.ThrowIfNullOrEmpty(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(epoch.Length, TopicPosition.MaxEpochLength, nameof(epoch));
        Epoch = epoch;
    }

    public string Epoch { get; }

    /// <summary>The number of the last message; 0 before the first.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the log stands: the offset of its last message.</summary>
    public TopicPosition Position => new(Epoch, Offset);

    /// <summary>Takes the next message in and answers its offset.</summary>
    public long Append() => ++Offset;

    /// <summary>What becomes of a subscriber that saw everything up to <paramref name="since"/>.</summary>
    public Recovery Recover(SinceRequest since)
    {
        if (since.Epoch is not null && since.Epoch != Epoch)
            return Recovery.Incomplete(WholeLog(MissedRange.EpochChanged));
        if (since.Offset > Offset)
            return Recovery.Incomplete(WholeLog(MissedRange.OffsetAhead));
        if (since.Offset == Offset)
            return Recovery.Complete;

        return Recovery.Incomplete(new MissedRange(since.Offset + 1, Offset, MissedRange.NoHistory));
    }

    private MissedRange? WholeLog(string reason) => Offset == 0 ? null : new MissedRange(1, Offset, reason);
}
