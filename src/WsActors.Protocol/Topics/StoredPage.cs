namespace WsActors.Protocol.Topics;

/// <summary>Makes a page of messages that were read from the disk.</summary>
public static class StoredPage
{
    /// <summary>The page behind an offset.</summary>
    /// <param name="messages">
    /// The messages on disk after <paramref name="after"/>, in the order of the offsets; some may be missing.
    /// </param>
    /// <param name="after">The last offset that the reader has.</param>
    /// <param name="oldestKept">The number of the oldest message that the log keeps.</param>
    /// <param name="through">The last offset that was asked for.</param>
    /// <param name="isWhole">True if the disk was read up to <paramref name="through"/>.</param>
    public static LogPage Of(IReadOnlyList<LoggedMessage> messages, long after, long oldestKept, long through, bool isWhole)
    {
        var first = Math.Max(after + 1, oldestKept);
        var kept = messages.SkipWhile(message => message.Offset < first).ToList();
        var begin = kept.Count > 0 ? kept[0].Offset : isWhole ? through + 1 : first;
        var run = kept.TakeWhile((message, index) => message.Offset == begin + index).ToList();
        var reached = begin + run.Count - 1;
        return new LogPage(run, Missed(after, first, begin), reached, IsEnd: false);
    }

    private static MissedRange? Missed(long after, long first, long begin) => begin == after + 1
        ? null
        : new MissedRange(after + 1, begin - 1, first > after + 1 ? MissedRange.NotKept : MissedRange.Damaged);
}
