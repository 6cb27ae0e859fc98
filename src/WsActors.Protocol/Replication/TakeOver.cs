using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Replication;

/// <summary>
/// A home's way into office, as far as the replicas are concerned: it has the replicas of the last home follow it, finds their log, and has its own
/// replicas adopt it. Whatever is lost on the way is repeated by <see cref="Repeat"/>.
/// </summary>
internal sealed class TakeOver
{
    private readonly ReplicaId _self;
    private readonly LogSearch? _search;
    private readonly IReplicationLink _link;
    private readonly HashSet<ReplicaId> _prepared = [];
    private readonly Dictionary<ReplicaId, LogSummary> _adopted = [];
    private string? _newEpoch;

    /// <param name="self">The home's node.</param>
    /// <param name="ballot">Its claim.</param>
    /// <param name="predecessors">The configurations in the register; none if the bucket has never had a home.</param>
    /// <param name="link">Sends messages.</param>
    public TakeOver(ReplicaId self, Ballot ballot, IReadOnlyList<BucketConfiguration> predecessors, IReplicationLink link)
    {
        _self = self;
        Ballot = ballot;
        _link = link;
        _search = predecessors.Count > 0 ? new LogSearch(predecessors) : null;
    }

    public Ballot Ballot { get; }

    /// <summary>The configuration to be written; null while the log is searched for.</summary>
    public BucketConfiguration? Configuration { get; private set; }

    /// <summary>True if the log is found, or there has never been one.</summary>
    public bool HasFound => _search?.IsComplete ?? true;

    /// <summary>True if all replicas of the configuration have adopted the log.</summary>
    public bool IsComplete => Configuration?.Replicas.All(_adopted.ContainsKey) == true;

    /// <summary>The number of the adopted log's last entry.</summary>
    public long Last => _adopted[_self].Last;

    /// <summary>True if the log is lost: all replicas of a configuration are removed.</summary>
    public bool IsLost(ClusterView cluster) => _search?.IsLost(cluster) == true;

    /// <summary>The replicas that can have the log, those that count first when replicas are chosen.</summary>
    public IEnumerable<ReplicaId> Holders => _search?.Replicas ?? [];

    /// <summary>The replicas that have not answered.</summary>
    public IEnumerable<ReplicaId> Awaited => Configuration?.Replicas.Where(replica => !_adopted.ContainsKey(replica))
        ?? Holders.Where(replica => !_prepared.Contains(replica));

    /// <summary>Returns a node without which the adoption cannot go on, and which cannot be reached: a replica, or the one that this node fetches the log from.</summary>
    public ReplicaId? FirstMissing(ClusterView cluster) =>
        Needed.Where(node => !cluster.IsReachable(node)).Select(node => (ReplicaId?)node).FirstOrDefault();

    /// <summary>Takes an answer to <see cref="Prepare"/>; false if the register has changed since it was read.</summary>
    public bool OnPrepared(ReplicaId replica, Prepared answer)
    {
        _prepared.Add(replica);
        return _search!.Add(replica, answer.Logs);
    }

    /// <summary>Goes on with the log that was found, or with an empty one.</summary>
    /// <param name="replicas">The replicas, this node's first.</param>
    /// <param name="newEpoch">The epoch of an empty log; null to use the one that was found.</param>
    public void Adopt(IReadOnlyList<ReplicaId> replicas, string? newEpoch)
    {
        _newEpoch = newEpoch;
        Configuration = new BucketConfiguration(Ballot, _search?.LastTerm ?? 0, newEpoch ?? _search!.Best.Log.Epoch, replicas);
        Repeat(cluster: null);
    }

    public void OnAdopted(ReplicaId replica, LogSummary log)
    {
        var isFirst = _adopted.TryAdd(replica, log);
        if (isFirst && replica == _self)
            Repeat(cluster: null);
    }

    /// <summary>Sends every request that is not answered.</summary>
    /// <param name="cluster">The view of the cluster; needed while logs are searched for.</param>
    public void Repeat(ClusterView? cluster)
    {
        if (Configuration is null)
        {
            foreach (var replica in Holders.Where(replica => !_prepared.Contains(replica) && cluster!.IsReachable(replica)))
                _link.SendToReplica(replica, new Prepare(Ballot));
        }
        else
        {
            foreach (var replica in Configuration.Replicas.Where(replica => !_adopted.ContainsKey(replica) && MayAdopt(replica)))
                _link.SendToReplica(replica, AdoptionBy(replica));
        }
    }

    private IEnumerable<ReplicaId> Needed => Configuration is null ? []
        : _newEpoch is null && !_adopted.ContainsKey(_self) ? Configuration.Replicas.Prepend(_search!.Best.Source)
        : Configuration.Replicas;

    // This node's replica first: the others fetch from it.
    private bool MayAdopt(ReplicaId replica) => replica == _self || _newEpoch is not null || _adopted.ContainsKey(_self);

    private ReplicationMessage AdoptionBy(ReplicaId replica)
    {
        if (_newEpoch is not null)
            return new Begin(Ballot, _newEpoch, _search?.LastTerm ?? 0);
        if (replica != _self)
            return new ReplicationMessage.Adopt(Ballot, _self, _adopted[_self] with { Labels = [Ballot] });

        var (source, log) = _search!.Best;
        return new ReplicationMessage.Adopt(Ballot, source, log);
    }
}
