namespace WsActors.Protocol.Replication;

/// <summary>
/// The number of a claim to a bucket. Replicas follow the newest claim that they know and refuse older ones, so that two homes of a bucket
/// cannot both have an entry stored by the same replica.
/// </summary>
/// <param name="Term">The higher one is newer. From 1.</param>
/// <param name="Claim">Distinguishes claims of the same term, which exclude each other: a random number.</param>
public readonly record struct Ballot(long Term, long Claim)
{
    public bool IsNewerThan(Ballot other) => Term > other.Term;
}
