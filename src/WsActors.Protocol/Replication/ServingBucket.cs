using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Replication;

/// <summary>
/// A bucket whose home serves: replicates its entries, decides what is committed, and replaces replicas that cannot be reached. A replica is
/// removed at once, so that publications go on; a new one first fetches the log, and then joins the set.
/// </summary>
internal sealed class ServingBucket
{
    private readonly BucketHomeSettings _settings;
    private readonly IBucketHomeHost _host;
    private readonly EntryStream _stream;
    private ClusterView _cluster;
    private ReplicaId? _learner;

    // False while the register is not known to hold the newest configuration and no other.
    private bool _isConfirmed = true;
    private long _lastTerm;

    public ServingBucket(
        BucketHomeSettings settings, BucketConfiguration configuration, long last, IBucketHomeHost host, ClusterView cluster)
    {
        _settings = settings;
        _host = host;
        _cluster = cluster;
        _stream = new EntryStream(last, settings.Limits);
        Configuration = configuration;
        Ballot = configuration.Ballot;
        Committed = last;
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

    private IEnumerable<ReplicaId> Required => Change?.Required ?? Configuration.Replicas;

    // The term is that of the configuration in force: of two claims with the same term at most one is confirmed, so a term names one home's entries.
    public long? Append(ReadOnlyMemory<byte> payload)
    {
        var sequence = _stream.Append(payload, Configuration.Ballot.Term);
        if (sequence is not null)
            _lastTerm = Configuration.Ballot.Term;
        return sequence;
    }

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
        if (_learner == replica && Change is null && _stream.AcknowledgedBy(replica) >= Committed)
            ChangeTo([.. Configuration.Replicas, replica]);
    }

    public void OnAdopted(ReplicaId replica, LogSummary log)
    {
        if (Change is { } change)
            Continue(change, replica);
        else if (replica == _learner)
            Include(replica, log.Last);
    }

    /// <summary>Takes a new view of the cluster; false if a change that is under way cannot be completed.</summary>
    public bool OnCluster(ClusterView cluster)
    {
        _cluster = cluster;
        if (_learner is { } learner && !cluster.IsReachable(learner))
            EndLearning();
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
        RepeatLearning();
        _stream.Repeat();
        Commit();
        Flush();
        if (Change is null)
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

    // Without a lease another home may already have begun a new log: nothing may be answered.
    private void Commit()
    {
        var stored = Required.Min(_stream.AcknowledgedBy);
        if (stored <= Committed || !_host.HasLease)
            return;

        Committed = stored;
        _host.OnCommitted(stored);
    }

    private void Repair()
    {
        var reachable = Configuration.Replicas.Where(_cluster.IsReachable).ToArray();
        if (reachable.Length < Configuration.Replicas.Count)
            ChangeTo(reachable);
        else if (reachable.Length < _settings.Replicas && _learner is null)
            Learn();
    }

    private void Learn()
    {
        _learner = ReplicaChoice.Order(_settings.Bucket, _cluster.Reachable)
            .Cast<ReplicaId?>().FirstOrDefault(replica => !Configuration.Replicas.Contains(replica!.Value));
        if (_learner is not { } learner)
            return;

        // This node's replica has at least this much when the learner begins to fetch from it.
        _stream.Add(learner, _stream.AcknowledgedBy(_settings.Self), isReady: false);
        RepeatLearning();
    }

    private void RepeatLearning()
    {
        if (_learner is not { } learner || Change is not null)
            return;

        if (_stream.Bytes > _settings.Limits.PendingBytes / 2)
            EndLearning();
        else
            _host.SendToReplica(learner, new Adopt(Ballot, _settings.Self, new LogSummary([Ballot], Configuration.Epoch, _lastTerm, _stream.Last)));
    }

    private void Include(ReplicaId learner, long last)
    {
        _stream.OnFetched(learner, last);
        Flush();
    }

    private void EndLearning()
    {
        if (_learner is { } learner && !Configuration.Replicas.Contains(learner) && Change?.To.Replicas.Contains(learner) != true)
            _stream.Remove(learner);
        _learner = null;
    }

    private void ChangeTo(IReadOnlyList<ReplicaId> replicas)
    {
        var next = new BucketConfiguration(new Ballot(Ballot.Term + 1, _settings.NewClaim()), Ballot.Term, Configuration.Epoch, replicas);
        EndLearningUnless(replicas);
        Change = new ReplicaSetChange(Configuration, next, _host);
        Ballot = next.Ballot;
        _isConfirmed = false;
        Change.Repeat();
    }

    // A learner that fetches under the old claim is refused under the new one: it begins again afterwards.
    private void EndLearningUnless(IReadOnlyList<ReplicaId> replicas)
    {
        if (_learner is { } learner && !replicas.Contains(learner))
            EndLearning();
        _learner = null;
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
