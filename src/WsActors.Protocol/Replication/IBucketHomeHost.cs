namespace WsActors.Protocol.Replication;

/// <summary>
/// The surroundings of a bucket's home: the cluster's register and leases, and those who wait for its decisions. Calls return at once;
/// answers come as calls to <see cref="BucketHome"/>, or never.
/// </summary>
public interface IBucketHomeHost : IReplicationLink
{
    /// <summary>True as long as a majority of the nodes is known to count this one as a member of the cluster.</summary>
    bool HasLease { get; }

    /// <summary>Reads the bucket's configurations from a majority of the nodes. Answered by <see cref="BucketHome.OnRegisterRead"/>.</summary>
    /// <param name="request">Comes back in the answer. The read must begin after this call.</param>
    void ReadRegister(long request);

    /// <summary>
    /// Adds a configuration to the register of a majority of the nodes and removes those that it supersedes, and no others. What the node knows of
    /// entries that others have removed goes with it (the state of an observed-remove set, not a delta). Answered by <see cref="BucketHome.OnRegisterWritten"/>.
    /// </summary>
    void WriteRegister(BucketConfiguration configuration, IReadOnlyList<BucketConfiguration> superseded);

    /// <summary>
    /// Has a majority of the nodes give no lease to removed nodes any more, and waits until the last leases have ended.
    /// Answered by <see cref="BucketHome.OnLeasesEnded"/>.
    /// </summary>
    void EndLeases(IReadOnlyList<ReplicaId> removed);

    /// <summary>The home accepts entries from now on.</summary>
    /// <param name="configuration">Its configuration. With a new epoch, everything before is lost.</param>
    /// <param name="last">The number of the last entry.</param>
    /// <param name="committed">The number up to which entries are committed; the others follow by <see cref="OnCommitted"/>.</param>
    void OnServing(BucketConfiguration configuration, long last, long committed);

    /// <summary>All entries up to a number are committed: they can be answered.</summary>
    void OnCommitted(long through);

    /// <summary>The home has stopped; what was not committed is undecided: the next home may commit it.</summary>
    /// <param name="reason">The reason, for the log.</param>
    /// <param name="term">The highest term that it has met. Its successor begins above.</param>
    void OnStopped(string reason, long term);
}
