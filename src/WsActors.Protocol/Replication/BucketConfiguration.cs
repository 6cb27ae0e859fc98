namespace WsActors.Protocol.Replication;

/// <summary>
/// The entry of a bucket in the register of the cluster: which replicas hold everything that was acknowledged under a claim.
/// The replicas hold the log before the entry is written.
/// </summary>
/// <param name="Ballot">The claim. No two configurations have the same one.</param>
/// <param name="PreviousTerm">The highest term in the register when the home read it; 0 if there was none.</param>
/// <param name="Epoch">The epoch of the bucket's log: a new one if the last log was lost.</param>
/// <param name="Replicas">The nodes with a replica, the home's own first.</param>
public sealed record BucketConfiguration(Ballot Ballot, long PreviousTerm, string Epoch, IReadOnlyList<ReplicaId> Replicas)
{
    /// <summary>The node that accepts publications.</summary>
    public ReplicaId Home => Replicas[0];

    public bool Equals(BucketConfiguration? other) => other?.Ballot == Ballot;

    public override int GetHashCode() => Ballot.GetHashCode();
}
