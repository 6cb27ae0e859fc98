namespace WsActors.Protocol.Replication;

/// <summary>Describes a replica's log. Two logs with the same epoch, last term and last number hold the same entries.</summary>
/// <param name="Labels">The claims under which it was adopted.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="LastTerm">The term of its last entry. If it has none: of what was lost before it began, or 0.</param>
/// <param name="Last">The number of its last entry; 0 if it has none.</param>
public sealed record LogSummary(IReadOnlyList<Ballot> Labels, string Epoch, long LastTerm, long Last)
{
    /// <summary>
    /// The last claim that the replica knows to be confirmed; the default if it knows none. All replicas of a configuration know that it is confirmed before an
    /// entry is answered under it alone.
    /// </summary>
    public Ballot Confirmed { get; init; }

    /// <summary>True if both hold the same entries.</summary>
    public bool IsSame(LogSummary other) => Epoch == other.Epoch && LastTerm == other.LastTerm && Last == other.Last;

    /// <summary>
    /// Compares what the logs can hold of acknowledged entries: a home appends only after its claim is confirmed, so the log with the entry of
    /// the newest term belongs to the last home, and the longest one with that term holds all that this home acknowledged. A log that began after a
    /// loss is ahead of all that do not have what was lost: going on with one of those would hide the loss.
    /// </summary>
    public bool IsAheadOf(LogSummary other) => (LastTerm, Last).CompareTo((other.LastTerm, other.Last)) > 0;
}
