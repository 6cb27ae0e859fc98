namespace WsActors.Protocol.Topics;

/// <summary>The log of a topic that outlives its process: it goes on from what the disk gave back.</summary>
public sealed partial class TopicLog
{
    /// <summary>A log as it stood when its process ended.</summary>
    /// <param name="position">Its epoch and the offset of its last message.</param>
    /// <param name="limits">The limits from now on.</param>
    /// <param name="kept">Its latest messages up to that offset; none where none were kept. Those that are missing between them are lost.</param>
    /// <param name="now">The time, on the clock of the messages and of what will be appended.</param>
    /// <param name="unloaded">Messages before those that are in the store only; null if there are none.</param>
    /// <exception cref="ArgumentException">The messages are not in the order of their offsets.</exception>
    public static TopicLog Restore(
        TopicPosition position, HistoryLimits limits, IReadOnlyList<LoggedMessage> kept, TimeSpan now, UnloadedRange? unloaded = null)
    {
        var log = GoOn(position, limits, unloaded, kept, now);
        log._isStored = true;
        return log;
    }

    /// <summary>A log that goes on from a copy of another one. It is kept in memory only.</summary>
    /// <param name="position">The epoch of the other log and the offset of its last message.</param>
    /// <param name="limits">The limits from now on.</param>
    /// <param name="kept">Its latest messages up to that offset; none where none were kept. Those that are missing between them are lost.</param>
    /// <param name="now">The time, on the clock of the messages and of what will be appended.</param>
    /// <exception cref="ArgumentException">The messages are not in the order of their offsets.</exception>
    public static TopicLog Resume(TopicPosition position, HistoryLimits limits, IReadOnlyList<LoggedMessage> kept, TimeSpan now) =>
        GoOn(position, limits, unloaded: null, kept, now);

    /// <summary>Describes the messages that are in the store only; null if there are none.</summary>
    /// <param name="now">The time, on the clock of the messages.</param>
    public UnloadedRange? DescribeUnloaded(TimeSpan now) => UnloadedCount == 0 ? null : new UnloadedRange(
        OldestKept, OldestLoaded - 1, Bytes - LoadedBytes, AgeOf(_unloaded!.OldestAppendedAt, now), AgeOf(_unloaded.NewestAppendedAt, now));

    private static long AgeOf(TimeSpan at, TimeSpan now) => (long)Math.Max(0, (now - at).TotalMilliseconds);

    private static TopicLog GoOn(
        TopicPosition position, HistoryLimits limits, UnloadedRange? unloaded, IReadOnlyList<LoggedMessage> kept, TimeSpan now)
    {
        var first = kept.Count > 0 ? kept[0].Offset : position.Offset + 1;
        var log = new TopicLog(position.Epoch, limits) { Offset = first - 1 };
        if (unloaded is not null && limits.KeepsAny)
            log.AddUnloaded(unloaded, first, now);
        foreach (var message in kept)
        {
            if (message.Offset <= log.Offset)
                throw new ArgumentException($"message {message.Offset} does not follow {log.Offset}", nameof(kept));

            log.Lose(message.Offset - 1, message.AppendedAt);
            log.Append(message.Publication, message.AppendedAt);
        }

        log.Lose(position.Offset, now);
        log.Expire(now);
        return log;
    }

    // Of more messages than are kept, only the latest are added.
    private void AddUnloaded(UnloadedRange range, long before, TimeSpan now)
    {
        var to = Math.Min(range.To, before - 1);
        if (to < range.From)
            return;

        _unloaded = new UnloadedMessages();
        Offset = to;
        var bytes = (int)Math.Min(range.Bytes / range.Count, int.MaxValue);
        for (var offset = Math.Max(range.From, to - _limits.Messages + 1); offset <= to; offset++)
        {
            _unloaded.Add(now - TimeSpan.FromMilliseconds(range.AgeOf(offset)), bytes);
            Bytes += bytes;
        }

        EvictExcess();
    }

    /// <summary>Counts the messages up to an offset as lost.</summary>
    private void Lose(long through, TimeSpan at)
    {
        if (through <= Offset)
            return;

        // So many that nothing before them would be kept anyway.
        if (through - Offset >= _limits.Messages)
        {
            Clear();
            Offset = through;
            return;
        }

        (_lost ??= []).Add((Offset + 1, through));
        while (Offset < through)
            Append(Lost, at);
    }
}
