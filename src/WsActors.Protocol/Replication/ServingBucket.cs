using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Replication;

/// <summary>
/// A bucket whose home serves: replicates its entries, decides what is committed, and replaces replicas that cannot be reached. The new one first fetches
/// the log; until it has joined the set, nothing is committed. The set never becomes smaller than the cluster allows: a home that is cut off
/// could otherwise leave nobody else with the log.
/// </summary>
internal sealed class ServingBucket
{
    private readonly BucketHomeSettings _settings;
    private readonly IBucketHomeHost _host;
    private readonly EntryStream _stream;
    private readonly HashSet<ReplicaId> _learners = [];
    private ClusterView _cluster;

    // False while the register is not known to hold the newest configuration and no other.
    private bool _isConfirmed = true;

    public ServingBucket(
        BucketHomeSettings settings, BucketConfiguration configuration, long last, IBucketHomeHost host, ClusterView cluster)
    {
        _settings = settings;
        _host = host;
        _cluster = cluster;
        _stream = new EntryStream(last, settings.Limits);
        Configuration = configuration;
        Ballot = configuration.Ballot;
        Committed = HasEnough(configuration.Replicas) ? last : 0;
        foreach (var replica in configuration.Replicas)
            _stream.Add(replica, last, isReady: true);
    }

    /// <summary>The configuration in force.</summary>
    public BucketConfiguration Configuration { get; private set; }

    /// <summary>The claim that its replicas follow: that of the next configuration during a change.</summary>
    public Ballot Ballot { get; private set; }

    /// <summary>The number up to which entries are committed.</summary>
    public long Committed { get; private set; }

    /// <summary>The change of the set of replicas that is under way.</summary>
    public ReplicaSetChange? Change { get; private set; }

    /// <summary>True if everything is committed, and the set of replicas stays as it is.</summary>
    public bool IsQuiet => Change is null && _learners.Count == 0 && Committed == _stream.Last;

    private IEnumerable<ReplicaId> Required => Change?.Required ?? Configuration.Replicas;

    // The term is that of the configuration in force: of two claims with the same term at most one is confirmed, so a term names one home's entries.
    public long? Append(ReadOnlyMemory<byte> payload) => _stream.Append(payload, Configuration.Ballot.Term);

    /// <summary>Sends what is due.</summary>
    public void Flush()
    {
        foreach (var (replica, after, entries) in _stream.Due(Committed))
            _host.SendToReplica(replica, new Append(Ballot, after, entries, Committed, _isConfirmed));
    }

    public void OnAppended(ReplicaId replica, long last, bool isConfirmed)
    {
        _stream.OnAppended(replica, last);
        if (isConfirmed)
            Change?.OnInformed(replica);
        if (Change is { IsOver: true } change)
            Finish(change);
        Commit();
        Flush();
        Repair();
    }

    public void OnAdopted(ReplicaId replica, LogSummary log)
    {
        if (Change is { } change)
            Continue(change, replica);
        else if (_learners.Contains(replica))
            Include(replica, log.Last);
    }

    /// <summary>Takes a new view of the cluster; false if a change that is under way cannot be completed.</summary>
    public bool OnCluster(ClusterView cluster)
    {
        _cluster = cluster;
        if (Change is { } change)
            return change.To.Replicas.All(cluster.IsReachable);

        Repair();
        return true;
    }

    public void Tick()
    {
        Change?.Repeat();
        if (Change is { IsWriting: true } change)
            _host.WriteRegister(change.To, [Configuration]);
        foreach (var learner in _learners)
            AskToFetch(learner);
        _stream.Repeat();
        Commit();
        Flush();
        Repair();
    }

    /// <summary>Takes the register's content after the next configuration was written; false if it is not the only one.</summary>
    public bool TryConfirm(IReadOnlyList<BucketConfiguration> configurations)
    {
        if (configurations is not [var only] || only != Change!.To)
            return false;

        Change.IsWriting = false;
        _isConfirmed = true;
        _stream.Repeat();
        Flush();
        return true;
    }

    private void Finish(ReplicaSetChange change)
    {
        foreach (var replica in Configuration.Replicas.Except(change.To.Replicas))
            _stream.Remove(replica);
        Configuration = change.To;
        Change = null;
    }

    // Without a lease another home may already have begun a new log: nothing may be answered. With too few replicas, the next failure might lose what was
    // answered.
    private void Commit()
    {
        var stored = Required.Min(_stream.AcknowledgedBy);
        if (stored <= Committed || !_host.HasLease || !HasEnough(Configuration.Replicas))
            return;

        Committed = stored;
        _host.OnCommitted(stored);
    }

    private bool HasEnough(IReadOnlyCollection<ReplicaId> replicas) => replicas.Count >= _settings.NeededIn(_cluster);

    // Replaces replicas that cannot be reached, and adds some if the cluster has grown.
    private void Repair()
    {
        if (Change is not null)
            return;

        EndLearning(_learners.Where(learner => !_cluster.IsReachable(learner)));
        ReplicaId[] kept = [.. Configuration.Replicas.Where(_cluster.IsReachable)];
        ReplicaId[] next = [.. kept, .. _learners.Where(HasCaughtUp)];
        if (kept.Length == Configuration.Replicas.Count && HasEnough(kept))
            EndLearning(_learners);
        else if (HasEnough(next))
            ChangeTo(next);
        else
            Learn(_settings.NeededIn(_cluster) - kept.Length - _learners.Count);
    }

    private bool HasCaughtUp(ReplicaId learner) => _stream.IsReady(learner) && _stream.AcknowledgedBy(learner) >= Committed;

    private void Learn(int count)
    {
        var candidates = ReplicaChoice.Order(_settings.Bucket, _cluster.Storing)
            .Where(replica => !Configuration.Replicas.Contains(replica) && !_learners.Contains(replica));
        foreach (var learner in candidates.Take(Math.Max(count, 0)).ToArray())
        {
            // This node's replica has at least this much when the learner begins to fetch from it.
            _stream.Add(learner, _stream.AcknowledgedBy(_settings.Self), isReady: false);
            _learners.Add(learner);
            AskToFetch(learner);
        }
    }

    private void AskToFetch(ReplicaId learner)
    {
        if (Change is null && !_stream.IsReady(learner))
            _host.SendToReplica(learner, new Adopt(Ballot, _settings.Self, new LogSummary([Ballot], Configuration.Epoch, _stream.LastTerm, _stream.Last)));
    }

    private void Include(ReplicaId learner, long last)
    {
        _stream.OnFetched(learner, last);
        Flush();
        Repair();
    }

    private void EndLearning(IEnumerable<ReplicaId> learners)
    {
        foreach (var learner in learners.ToArray())
        {
            _learners.Remove(learner);
            _stream.Remove(learner);
        }
    }

    // A learner that fetches under the old claim would be refused under the new one.
    private void ChangeTo(IReadOnlyList<ReplicaId> replicas)
    {
        EndLearning(_learners.Except(replicas));
        _learners.Clear();
        var next = new BucketConfiguration(new Ballot(Ballot.Term + 1, _settings.NewClaim()), Ballot.Term, Configuration.Epoch, replicas);
        Change = new ReplicaSetChange(Configuration, next, _host);
        Ballot = next.Ballot;
        _isConfirmed = false;
        Change.Repeat();
    }

    private void Continue(ReplicaSetChange change, ReplicaId replica)
    {
        change.OnAdopted(replica);
        if (!change.IsComplete || change.IsWriting || _isConfirmed)
            return;

        change.IsWriting = true;
        _host.WriteRegister(change.To, [Configuration]);
    }
}
