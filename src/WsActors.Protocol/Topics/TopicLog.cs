namespace WsActors.Protocol.Topics;

/// <summary>
/// Numbers a topic's messages and keeps the latest of them, so that a subscriber that returns gets the messages that it missed, or a gap
/// for those that are gone.
/// </summary>
public sealed partial class TopicLog
{
    // Stands for a message that the disk could not give back.
    private static readonly Publication Lost = Publication.FromBinary(ReadOnlyMemory<byte>.Empty);

    private HistoryLimits _limits;
    private MessageRing _loaded = new();
    private UnloadedMessages? _unloaded;
    private List<(long From, long To)>? _lost;
    private bool _isStored;

    /// <param name="epoch">
    /// This log's epoch, 1 to <see cref="TopicPosition.MaxEpochLength"/> characters: unique among all the logs that
    /// ever had this topic's name.
    /// </param>
    /// <param name="limits">The limits of its history; none by default.</param>
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

    /// <summary>The position of the log: the offset of its last message.</summary>
    public TopicPosition Position => new(Epoch, Offset);

    /// <summary>True if messages can be requested again.</summary>
    public bool KeepsHistory => _limits.KeepsAny;

    /// <summary>The number of kept messages, in memory or only on the disk.</summary>
    public int Count => _loaded.Count + UnloadedCount;

    /// <summary>Bytes that the kept messages count for.</summary>
    public long Bytes { get; private set; }

    /// <summary>The bytes that messages with payloads in memory count for.</summary>
    public long LoadedBytes { get; private set; }

    /// <summary>The number of the oldest message that is kept; that of the next one if none is.</summary>
    public long OldestKept => Offset - Count + 1;

    /// <summary>The number of the oldest message whose payload is in memory; that of the next one if none is.</summary>
    public long OldestLoaded => Offset - _loaded.Count + 1;

    private int UnloadedCount => _unloaded?.Count ?? 0;

    /// <summary>Appends the next message, returns its offset, and drops the oldest messages as the limits require.</summary>
    /// <param name="publication">The publication.</param>
    /// <param name="now">The time, on any clock that does not go back.</param>
    public long Append(Publication publication, TimeSpan now)
    {
        Offset++;
        if (!KeepsHistory)
            return Offset;

        var message = new LoggedMessage(Offset, now, publication);
        _loaded.Add(message);
        Bytes += message.Bytes;
        LoadedBytes += message.Bytes;
        EvictExcess();
        Expire(now);
        return Offset;
    }

    /// <summary>Replaces the limits, and drops the messages that exceed the new ones.</summary>
    /// <param name="limits">The limits from now on. They keep messages, as those before them did.</param>
    /// <param name="now">The time, on the clock of the messages.</param>
    public void Use(HistoryLimits limits, TimeSpan now)
    {
        _limits = limits;
        EvictExcess();
        Expire(now);
    }

    /// <summary>Drops expired messages.</summary>
    public void Expire(TimeSpan now)
    {
        while (Count > 0 && now - OldestAppendedAt >= _limits.Age)
            EvictOldest();
    }

    /// <summary>Drops the oldest message; false if none is kept.</summary>
    public bool EvictOldest()
    {
        if (Count == 0)
            return false;

        Bytes -= UnloadedCount > 0 ? _unloaded!.RemoveOldest() : RemoveOldestLoaded().Bytes;
        _lost?.RemoveAll(range => range.To < OldestKept);
        return true;
    }

    /// <summary>
    /// Drops the payload of the oldest message in memory, to make room: the message is still kept in the store. False if there is none.
    /// </summary>
    public bool UnloadOldest()
    {
        if (_loaded.Count == 0)
            return false;

        var oldest = RemoveOldestLoaded();
        (_unloaded ??= new UnloadedMessages()).Add(oldest.AppendedAt, (int)oldest.Bytes);
        return true;
    }

    /// <summary>
    /// Drops the oldest message in memory, to make room. In a log that was restored from the disk it is still kept there; otherwise it is
    /// lost. False if there is none.
    /// </summary>
    public bool MakeRoom() => _isStored ? UnloadOldest() : EvictOldest();

    /// <summary>Drops all messages up to an offset. The numbering goes on.</summary>
    public void ClearThrough(long offset)
    {
        while (OldestKept <= offset && EvictOldest())
        {
        }
    }

    /// <summary>Drops all messages. The numbering goes on.</summary>
    public void Clear()
    {
        _loaded.Clear();
        _unloaded?.Clear();
        _lost = null;
        (Bytes, LoadedBytes) = (0, 0);
    }

    /// <summary>
    /// Decides what a subscriber gets that saw everything up to <paramref name="since"/>. One that knew another log has seen nothing of
    /// this one and always gets a gap: nothing shows how much of the other log it missed.
    /// </summary>
    public Recovery Recover(SinceRequest since)
    {
        if (since.Epoch is not null && since.Epoch != Epoch)
            return RecoverAll(MissedRange.EpochChanged);
        if (since.Offset > Offset)
            return RecoverAll(MissedRange.OffsetAhead);

        var missed = Before(OldestKept, since.Offset, KeepsHistory ? MissedRange.NotKept : MissedRange.NoHistory);
        var isComplete = missed is null && _lost?.Any(range => range.To > since.Offset) != true;
        return new Recovery(isComplete, missed, missed?.To ?? since.Offset);
    }

    /// <summary>
    /// The offset behind which a reader of the history begins: one with a position where <see cref="Recover"/> says; one without it at the latest
    /// messages, which a chat shows when it is opened.
    /// </summary>
    /// <param name="since">The position; null for the latest messages.</param>
    /// <param name="limit">The number of messages that the reader takes, from 1.</param>
    public long StartOf(SinceRequest? since, int limit) => since is null ? Offset - Math.Min(limit, Count) : Recover(since).After;

    /// <summary>True if the next message behind an offset is kept on the disk only, so that <see cref="StoredPage"/> has it and <see cref="Read"/> has not.</summary>
    public bool IsUnloaded(long after) => Math.Max(after + 1, OldestKept) < OldestLoaded;

    /// <summary>The messages in memory after an offset, in pieces of bounded size; at least one if there is one.</summary>
    /// <param name="after">The last offset that the reader has.</param>
    /// <param name="maxMessages">At most so many, from 1.</param>
    /// <param name="maxBytes">The first message that would exceed this begins the next page.</param>
    public LogPage Read(long after, int maxMessages, long maxBytes)
    {
        var (missed, reached) = Skip(after);
        var (messages, bytes) = (new List<LoggedMessage>(), 0L);
        while (reached < Offset && messages.Count < maxMessages && !IsLost(reached + 1))
        {
            var next = At(reached + 1);
            bytes += next.Bytes;
            if (messages.Count > 0 && bytes > maxBytes)
                break;

            messages.Add(next);
            reached++;
        }

        return new LogPage(messages, missed, reached, reached == Offset);
    }

    // What is not here, and what is lost right behind it.
    private (MissedRange? Missed, long Reached) Skip(long after)
    {
        var missed = Before(OldestLoaded, after, MissedRange.NotKept);
        var from = (missed?.To ?? Math.Min(after, Offset)) + 1;
        var next = from;
        while (next <= Offset && IsLost(next))
            next++;
        return (next == from ? missed : new MissedRange(missed?.From ?? from, next - 1, missed?.Reason ?? MissedRange.Damaged), next - 1);
    }

    private LoggedMessage At(long offset) => _loaded[(int)(offset - OldestLoaded)];

    private bool IsLost(long offset) => ReferenceEquals(At(offset).Publication, Lost);

    private void EvictExcess()
    {
        while (Count > _limits.Messages || Bytes > _limits.Bytes)
            EvictOldest();
    }

    private TimeSpan OldestAppendedAt => UnloadedCount > 0 ? _unloaded!.OldestAppendedAt : _loaded[0].AppendedAt;

    private LoggedMessage RemoveOldestLoaded()
    {
        var oldest = _loaded.RemoveOldest();
        LoadedBytes -= oldest.Bytes;
        return oldest;
    }

    private Recovery RecoverAll(string reason)
    {
        var missed = MissedRange.OfOtherLog(OldestKept - 1, reason);
        return new Recovery(false, missed, missed.To);
    }

    private static MissedRange? Before(long oldestKept, long seen, string reason) =>
        oldestKept > seen + 1 ? new MissedRange(seen + 1, oldestKept - 1, reason) : null;
}
