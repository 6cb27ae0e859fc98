namespace WsActors.Protocol.Replication;

/// <summary>
/// Finds the log with which a new home goes on. Usually the register has one configuration, and any of its replicas has everything that was
/// acknowledged. After claims at the same time there are several, one of which may have been confirmed. Its replicas know so if anything was
/// acknowledged under it. If none knows, each configuration has to be represented, except for those that are void.
/// </summary>
/// <param name="predecessors">The configurations in the register; at least one.</param>
internal sealed class LogSearch(IReadOnlyList<BucketConfiguration> predecessors)
{
    private readonly Dictionary<BucketConfiguration, (ReplicaId Source, LogSummary Log)> _found = [];
    private Ballot _confirmed;

    /// <summary>The replicas that can have it.</summary>
    public IEnumerable<ReplicaId> Replicas => predecessors.SelectMany(configuration => configuration.Replicas).Distinct();

    /// <summary>The highest term in the register.</summary>
    public long LastTerm => predecessors.Max(configuration => configuration.Ballot.Term);

    /// <summary>True if <see cref="Best"/> has everything that was acknowledged.</summary>
    public bool IsComplete => Candidates.All(_found.ContainsKey);

    /// <summary>The best log, with its first label naming it at its source. There must be one.</summary>
    public (ReplicaId Source, LogSummary Log) Best =>
        Candidates.Select(configuration => _found[configuration]).Aggregate((best, next) => next.Log.IsAheadOf(best.Log) ? next : best);

    private IEnumerable<BucketConfiguration> Candidates => predecessors.Where(configuration => !IsVoid(configuration));

    /// <summary>Takes a replica's answer.</summary>
    /// <returns>False if the register must have changed since it was read.</returns>
    public bool Add(ReplicaId replica, IReadOnlyList<LogSummary> logs)
    {
        foreach (var log in logs)
            _confirmed = log.Confirmed.IsNewerThan(_confirmed) ? log.Confirmed : _confirmed;

        foreach (var configuration in predecessors.Where(configuration => configuration.Replicas.Contains(replica)))
        {
            if (logs.FirstOrDefault(log => log.Labels.Contains(configuration.Ballot)) is { } log)
                _found.TryAdd(configuration, (replica, log with { Labels = [configuration.Ballot] }));
            else if (!IsVoid(configuration))
                return false;
        }

        return Candidates.Any();
    }

    /// <summary>
    /// True if all replicas of a configuration that is not represented are removed from the cluster, and no other configuration can turn out to be the
    /// confirmed one.
    /// </summary>
    public bool IsLost(ClusterView cluster) =>
        !IsComplete && Candidates.All(configuration => _found.ContainsKey(configuration) || configuration.Replicas.All(cluster.IsRemoved));

    // A claim supersedes what its home has read. So one that stands in the register beside a confirmed claim, or whose home has read only older terms, did not
    // read that claim: it was not alone when that one was confirmed, and never will be.
    private bool IsVoid(BucketConfiguration configuration) => configuration.Ballot != _confirmed
        && (configuration.PreviousTerm < _confirmed.Term || predecessors.Any(other => other.Ballot == _confirmed));
}
