namespace WsActors.Protocol.Replication;

/// <summary>
/// The messages between a bucket's home and its replicas, and between replicas. Each may be lost, delayed, repeated and overtaken:
/// the sender repeats those that are unanswered, and receiving one twice has the same effect as receiving it once.
/// </summary>
public abstract record ReplicationMessage
{
    private ReplicationMessage(Ballot ballot) => Ballot = ballot;

    /// <summary>The claim that the message belongs to.</summary>
    public Ballot Ballot { get; init; }

    /// <summary>Asks a replica to follow no older claim any more, and what logs it has. Answered by <see cref="Prepared"/>.</summary>
    public sealed record Prepare(Ballot Ballot) : ReplicationMessage(Ballot);

    /// <summary>Tells a replica to begin an empty log. Answered by <see cref="Adopted"/>.</summary>
    /// <param name="Ballot">The claim.</param>
    /// <param name="Epoch">The epoch.</param>
    /// <param name="LostTerm">The highest term of the configurations that were lost, as if the log had an entry of it; 0 if the bucket is new.</param>
    public sealed record Begin(Ballot Ballot, string Epoch, long LostTerm) : ReplicationMessage(Ballot);

    /// <summary>Tells a replica to take over a log of another one, page by page. Answered by <see cref="Adopted"/> when it has all of it.</summary>
    /// <param name="Ballot">The claim.</param>
    /// <param name="Source">The replica to fetch from; may be the receiver itself.</param>
    /// <param name="Log">The log of the source, by its first label.</param>
    public sealed record Adopt(Ballot Ballot, ReplicaId Source, LogSummary Log) : ReplicationMessage(Ballot);

    /// <summary>Tells a replica that its home goes on under a new claim, with another set of replicas. Answered by <see cref="Adopted"/>.</summary>
    /// <param name="Ballot">The new claim.</param>
    /// <param name="From">The claim of the same home that it follows.</param>
    public sealed record Continue(Ballot Ballot, Ballot From) : ReplicationMessage(Ballot);

    /// <summary>Entries for the log. Answered by <see cref="Appended"/>.</summary>
    /// <param name="Ballot">The claim.</param>
    /// <param name="After">The number of the entry before the first one.</param>
    /// <param name="Entries">Consecutive entries; none if there is only <paramref name="Committed"/> to report.</param>
    /// <param name="Committed">The number up to which all entries are committed.</param>
    /// <param name="IsConfirmed">True if the register holds this claim and no other: logs of other claims are of no use any more.</param>
    public sealed record Append(Ballot Ballot, long After, IReadOnlyList<LogEntry> Entries, long Committed, bool IsConfirmed) : ReplicationMessage(Ballot);

    /// <summary>Asks a replica for the next piece of a log. Answered by <see cref="FetchedEntries"/> or <see cref="FetchedState"/>.</summary>
    /// <param name="Ballot">The claim for which it is fetched.</param>
    /// <param name="Label">The log.</param>
    /// <param name="Epoch">The epoch of what the asking replica has; null if it has nothing.</param>
    /// <param name="After">The number of the last entry that it has of this log.</param>
    /// <param name="Cursor">The cursor of the next page, if it is reading the state.</param>
    public sealed record Fetch(Ballot Ballot, Ballot Label, string? Epoch, long After, string? Cursor) : ReplicationMessage(Ballot);

    /// <summary>Entries of a log.</summary>
    /// <param name="Ballot">The claim for which they were fetched.</param>
    /// <param name="After">The number of the entry before the first one.</param>
    /// <param name="Entries">Consecutive entries.</param>
    /// <param name="Last">The number of the log's last entry, which may not be among these.</param>
    public sealed record FetchedEntries(Ballot Ballot, long After, IReadOnlyList<LogEntry> Entries, long Last) : ReplicationMessage(Ballot);

    /// <summary>A page of the state that a log's applied entries have made.</summary>
    /// <param name="Ballot">The claim for which it was fetched.</param>
    /// <param name="Epoch">The log's epoch.</param>
    /// <param name="Cursor">The cursor that was asked for; null for the first page.</param>
    /// <param name="Page">The page.</param>
    /// <param name="Applied">The number of the last applied entry. The first page's counts: entries behind it have to be fetched, whether or not later pages contain them.</param>
    /// <param name="AppliedTerm">The term of that entry.</param>
    public sealed record FetchedState(Ballot Ballot, string Epoch, string? Cursor, StatePage Page, long Applied, long AppliedTerm) : ReplicationMessage(Ballot);

    /// <summary>A replica follows this claim, and describes its logs.</summary>
    public sealed record Prepared(Ballot Ballot, IReadOnlyList<LogSummary> Logs) : ReplicationMessage(Ballot);

    /// <summary>A replica has the log of this claim.</summary>
    /// <param name="Ballot">The claim.</param>
    /// <param name="Log">The log that it has.</param>
    public sealed record Adopted(Ballot Ballot, LogSummary Log) : ReplicationMessage(Ballot);

    /// <summary>A replica has all entries up to a number.</summary>
    /// <param name="Ballot">The claim.</param>
    /// <param name="Last">The number.</param>
    /// <param name="IsConfirmed">True if the replica has learned that the claim is confirmed.</param>
    public sealed record Appended(Ballot Ballot, long Last, bool IsConfirmed) : ReplicationMessage(Ballot);

    /// <summary>A replica follows another claim.</summary>
    /// <param name="Ballot">The refused claim.</param>
    /// <param name="Promised">The claim that it follows.</param>
    public sealed record Refused(Ballot Ballot, Ballot Promised) : ReplicationMessage(Ballot);
}
