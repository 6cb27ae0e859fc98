using WsActors.Protocol.Push;

namespace WsActors.Protocol.Topics;

/// <summary>
/// Numbers a topic's messages and keeps the latest of them, so that a subscriber that returns is given what it missed,
/// or is told which offsets it will not get.
/// </summary>
public sealed class TopicLog
{
    private readonly MessageRing _kept = new();
    private readonly HistoryLimits _limits;

    /// <param name="epoch">
    /// This log's epoch, 1 to <see cref="TopicPosition.MaxEpochLength"/> characters: unique among all the logs that
    /// ever had this topic's name.
    /// </param>
    /// <param name="limits">What it keeps; none by default.</param>
    public TopicLog(string epoch, HistoryLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(epoch.Length, TopicPosition.MaxEpochLength, nameof(epoch));
        Epoch = epoch;
        _limits = limits ?? HistoryLimits.None;
    }

    public string Epoch { get; }

    /// <summary>The number of the last message; 0 before the first.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the log stands: the offset of its last message.</summary>
    public TopicPosition Position => new(Epoch, Offset);

    /// <summary>Whether messages can be asked for again.</summary>
    public bool KeepsHistory => _limits.KeepsAny;

    /// <summary>Messages kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Bytes that the kept messages count for.</summary>
    public long Bytes { get; private set; }

    /// <summary>The number of the oldest message that is kept; that of the next one where none is.</summary>
    public long OldestKept => Offset - _kept.Count + 1;

    /// <summary>A log as it stood when its process ended.</summary>
    /// <param name="position">Its epoch and the offset of its last message.</param>
    /// <param name="limits">What it keeps from now on.</param>
    /// <param name="kept">Its latest messages up to that offset, without a hole; none where none were kept.</param>
    /// <param name="now">The time, on the clock of the messages and of what will be appended.</param>
    /// <exception cref="ArgumentException">The messages are not the log's latest.</exception>
    public static TopicLog Restore(TopicPosition position, HistoryLimits limits, IReadOnlyList<LoggedMessage> kept, TimeSpan now)
    {
        var log = new TopicLog(position.Epoch, limits) { Offset = position.Offset - kept.Count };
        foreach (var message in kept)
        {
            if (message.Offset != log.Offset + 1)
                throw new ArgumentException($"message {message.Offset} does not follow {log.Offset}", nameof(kept));

            log.Append(message.Publication, message.AppendedAt);
        }

        log.Expire(now);
        return log;
    }

    /// <summary>Takes the next message in, answers its offset, and lets the oldest go as the limits ask.</summary>
    /// <param name="publication">What is published.</param>
    /// <param name="now">The time, on any clock that does not go back.</param>
    public long Append(Publication publication, TimeSpan now)
    {
        Offset++;
        if (!KeepsHistory)
            return Offset;

        var message = new LoggedMessage(Offset, now, publication);
        _kept.Add(message);
        Bytes += message.Bytes;
        while (_kept.Count > _limits.Messages || Bytes > _limits.Bytes)
            EvictOldest();
        Expire(now);
        return Offset;
    }

    /// <summary>Lets go of what is too old.</summary>
    public void Expire(TimeSpan now)
    {
        while (_kept.Count > 0 && now - _kept[0].AppendedAt >= _limits.Age)
            EvictOldest();
    }

    /// <summary>Lets go of the oldest message, to make room; false where none is kept.</summary>
    public bool EvictOldest()
    {
        if (_kept.Count == 0)
            return false;

        Bytes -= _kept.RemoveOldest().Bytes;
        return true;
    }

    /// <summary>Lets go of all messages up to an offset. The numbering goes on.</summary>
    public void ClearThrough(long offset)
    {
        while (OldestKept <= offset && EvictOldest())
        {
        }
    }

    /// <summary>Lets go of all messages. The numbering goes on.</summary>
    public void Clear()
    {
        _kept.Clear();
        Bytes = 0;
    }

    /// <summary>
    /// What becomes of a subscriber that saw everything up to <paramref name="since"/>. One that knew another log has
    /// seen nothing of this one.
    /// </summary>
    public Recovery Recover(SinceRequest since)
    {
        if (since.Epoch is not null && since.Epoch != Epoch)
            return RecoverAll(MissedRange.EpochChanged);
        if (since.Offset > Offset)
            return RecoverAll(MissedRange.OffsetAhead);

        var missed = Before(OldestKept, since.Offset, KeepsHistory ? MissedRange.NotKept : MissedRange.NoHistory);
        return new Recovery(missed is null, missed, missed?.To ?? since.Offset);
    }

    /// <summary>The kept messages behind an offset, in pieces of bounded size; at least one where there is one.</summary>
    /// <param name="after">The last offset that the reader has.</param>
    /// <param name="maxMessages">At most so many, from 1.</param>
    /// <param name="maxBytes">The first message that would exceed this begins the next page.</param>
    public LogPage Read(long after, int maxMessages, long maxBytes)
    {
        var missed = Before(OldestKept, after, MissedRange.NotKept);
        var messages = new List<LoggedMessage>();
        var (reached, bytes) = (missed?.To ?? Math.Min(after, Offset), 0L);
        while (reached < Offset && messages.Count < maxMessages)
        {
            var next = _kept[(int)(reached + 1 - OldestKept)];
            bytes += next.Bytes;
            if (messages.Count > 0 && bytes > maxBytes)
                break;

            messages.Add(next);
            reached++;
        }

        return new LogPage(messages, missed, reached, reached == Offset);
    }

    private Recovery RecoverAll(string reason)
    {
        var missed = Before(OldestKept, 0, reason);
        return new Recovery(false, missed, missed?.To ?? 0);
    }

    private static MissedRange? Before(long oldestKept, long seen, string reason) =>
        oldestKept > seen + 1 ? new MissedRange(seen + 1, oldestKept - 1, reason) : null;
}
