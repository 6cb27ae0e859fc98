namespace WsActors.Protocol.Replication;

/// <summary>
/// The entries of a home that not all of its replicas have yet, and how far each replica is. Replicas acknowledge cumulatively; what stays
/// unacknowledged is sent again.
/// </summary>
/// <param name="last">The number of the last entry that all replicas have.</param>
/// <param name="limits">The limits of replication.</param>
internal sealed class EntryStream(long last, ReplicationLimits limits)
{
    private const int MessagesUnderWay = 4;

    private readonly List<LogEntry> _entries = [];
    private readonly Dictionary<ReplicaId, Progress> _replicas = [];

    /// <summary>The number of the last entry.</summary>
    public long Last { get; private set; } = last;

    /// <summary>The term of the last entry that was added here; 0 if none was.</summary>
    public long LastTerm { get; private set; }

    /// <summary>The bytes of the entries that are kept for replicas.</summary>
    public long Bytes { get; private set; }

    private long FirstKept => Last - _entries.Count + 1;

    /// <summary>Adds a replica that has all entries up to a number.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="acknowledged">The number.</param>
    /// <param name="isReady">False for a replica that is still fetching: entries are kept for it, but not sent.</param>
    public void Add(ReplicaId replica, long acknowledged, bool isReady) =>
        _replicas[replica] = new Progress { Acknowledged = acknowledged, Sent = acknowledged, IsReady = isReady };

    public void Remove(ReplicaId replica)
    {
        if (_replicas.Remove(replica))
            Trim();
    }

    /// <summary>True if entries are sent to a replica; false if it is not here, or still fetches.</summary>
    public bool IsReady(ReplicaId replica) => _replicas.TryGetValue(replica, out var progress) && progress.IsReady;

    /// <summary>The number up to which a replica has all entries; 0 if it is not here, or still fetches.</summary>
    public long AcknowledgedBy(ReplicaId replica) => _replicas.TryGetValue(replica, out var progress) && progress.IsReady ? progress.Acknowledged : 0;

    /// <summary>Adds an entry; null if too many bytes wait for replicas already.</summary>
    public long? Append(ReadOnlyMemory<byte> payload, long term)
    {
        var entry = new LogEntry(Last + 1, term, payload);
        if (Bytes > 0 && Bytes + entry.Bytes > limits.PendingBytes)
            return null;

        _entries.Add(entry);
        Bytes += entry.Bytes;
        (Last, LastTerm) = (entry.Sequence, term);
        return Last;
    }

    /// <summary>
    /// Begins to send to a replica that has fetched everything up to a number. An answer to an older request, with a smaller number than it was added with, is ignored:
    /// entries in between are not kept for it.
    /// </summary>
    public void OnFetched(ReplicaId replica, long through)
    {
        if (_replicas.TryGetValue(replica, out var progress) && !progress.IsReady && through >= progress.Acknowledged)
            Add(replica, through, isReady: true);
    }

    /// <summary>Takes a replica's acknowledgement.</summary>
    public void OnAppended(ReplicaId replica, long through)
    {
        if (!_replicas.TryGetValue(replica, out var progress) || !progress.IsReady)
            return;

        progress.Acknowledged = Math.Max(progress.Acknowledged, Math.Min(through, Last));
        progress.Sent = Math.Max(progress.Sent, progress.Acknowledged);
        progress.UnderWay = progress.Sent == progress.Acknowledged ? 0 : Math.Max(0, progress.UnderWay - 1);
        Trim();
    }

    /// <summary>Returns the messages that are due: new entries, or a new committed number.</summary>
    public IReadOnlyList<(ReplicaId Replica, long After, IReadOnlyList<LogEntry> Entries)> Due(long committed)
    {
        var due = new List<(ReplicaId, long, IReadOnlyList<LogEntry>)>();
        foreach (var (replica, progress) in _replicas)
        {
            while (progress.IsReady && (progress.Told < committed || progress.Sent < Last) && progress.UnderWay < MessagesUnderWay)
            {
                var after = progress.Sent;
                var piece = LogPiece.Of(_entries, (int)(after + 1 - FirstKept), limits.MessageBytes);
                progress.Sent += piece.Count;
                progress.Told = committed;
                progress.UnderWay++;
                due.Add((replica, after, piece));
            }
        }

        return due;
    }

    /// <summary>Has everything that is not acknowledged sent again, and everybody told of what is committed.</summary>
    public void Repeat()
    {
        foreach (var progress in _replicas.Values)
            (progress.Sent, progress.Told, progress.UnderWay) = (progress.Acknowledged, -1, 0);
    }

    private void Trim()
    {
        var count = (int)(_replicas.Values.Min(progress => progress.Acknowledged) + 1 - FirstKept);
        for (var i = 0; i < count; i++)
            Bytes -= _entries[i].Bytes;
        _entries.RemoveRange(0, Math.Max(count, 0));
    }

    private sealed class Progress
    {
        public long Acknowledged { get; set; }

        public long Sent { get; set; }

        public long Told { get; set; } = -1;

        public int UnderWay { get; set; }

        public bool IsReady { get; set; }
    }
}
