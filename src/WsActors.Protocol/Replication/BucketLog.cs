namespace WsActors.Protocol.Replication;

/// <summary>
/// A bucket's log on one node: the state made by the applied entries, a bounded number of applied entries for replicas that are a little
/// behind, and the entries that are not known to be committed yet.
/// </summary>
internal sealed class BucketLog
{
    private readonly long _keptBytes;
    private readonly List<LogEntry> _entries = [];
    private long _bytes;

    /// <param name="epoch">The epoch.</param>
    /// <param name="state">The state, with everything applied up to <paramref name="applied"/>.</param>
    /// <param name="applied">The number of the last applied entry.</param>
    /// <param name="appliedTerm">Its term.</param>
    /// <param name="keptBytes">Bytes of applied entries to keep.</param>
    public BucketLog(string epoch, IBucketState state, long applied, long appliedTerm, long keptBytes)
    {
        Epoch = epoch;
        State = state;
        (Applied, AppliedTerm) = (applied, appliedTerm);
        (Last, LastTerm) = (applied, appliedTerm);
        _keptBytes = keptBytes;
    }

    public string Epoch { get; }

    public IBucketState State { get; }

    /// <summary>The number of the last applied entry.</summary>
    public long Applied { get; private set; }

    /// <summary>The term of the last applied entry.</summary>
    public long AppliedTerm { get; private set; }

    /// <summary>The number of the last entry.</summary>
    public long Last { get; private set; }

    /// <summary>The term of the last entry.</summary>
    public long LastTerm { get; private set; }

    private long FirstKept => Last - _entries.Count + 1;

    /// <summary>Returns a log with the same applied entries and no others. Of both, only one may apply more: they share the state.</summary>
    public BucketLog Fork() => new(Epoch, State, Applied, AppliedTerm, _keptBytes);

    /// <summary>Appends the next entry.</summary>
    public void Append(in LogEntry entry)
    {
        if (entry.Sequence != Last + 1)
            throw new ArgumentOutOfRangeException(nameof(entry), entry.Sequence, $"the next entry is {Last + 1}");

        _entries.Add(entry);
        _bytes += entry.Bytes;
        (Last, LastTerm) = (entry.Sequence, entry.Term);
    }

    /// <summary>Applies entries up to a number, as far as they are here.</summary>
    public void CommitThrough(long sequence)
    {
        while (Applied < Math.Min(sequence, Last))
        {
            var entry = _entries[(int)(Applied + 1 - FirstKept)];
            State.Apply(entry);
            (Applied, AppliedTerm) = (entry.Sequence, entry.Term);
        }

        Trim();
    }

    /// <summary>True if all entries behind a number are here.</summary>
    public bool HoldsAfter(long sequence) => sequence >= FirstKept - 1 && sequence <= Last;

    /// <summary>Reads entries behind a number: at least one if there is one.</summary>
    public IReadOnlyList<LogEntry> Read(long after, int maxBytes) => LogPiece.Of(_entries, (int)(after + 1 - FirstKept), maxBytes);

    // In one go for many: removing from the front moves the rest.
    private void Trim()
    {
        if (_bytes <= 2 * _keptBytes)
            return;

        var (count, bytes) = (0, _bytes);
        while (count < _entries.Count && _entries[count].Sequence <= Applied && bytes > _keptBytes)
            bytes -= _entries[count++].Bytes;
        _entries.RemoveRange(0, count);
        _bytes = bytes;
    }
}
