using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Register;

/// <summary>
/// An element of a bucket's set in the register: a configuration, and the claims that it and its predecessors have superseded. Akka's set brings back
/// elements that were removed (its comparison of version vectors depends on the order in which a hash table returns the nodes), so an element counts as removed
/// if another one lists it, whether or not it is still in the set.
/// </summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Superseded">The newest superseded claims, from the newest to the oldest, at most <see cref="MaxSuperseded"/>. All are of lower terms than the configuration's.</param>
internal sealed record RegisterEntry(BucketConfiguration Configuration, IReadOnlyList<Ballot> Superseded)
{
    /// <summary>The length of a full list. A claim that is older than all of a full list was superseded too long ago to be on it.</summary>
    public const int MaxSuperseded = 32;

    /// <summary>Returns the entry of a configuration that supersedes some claims.</summary>
    /// <param name="configuration">The configuration, of a higher term than any of these claims.</param>
    /// <param name="superseded">The claims that its home has read.</param>
    /// <param name="known">The entries whose lists are continued.</param>
    public static RegisterEntry Create(BucketConfiguration configuration, IEnumerable<Ballot> superseded, IEnumerable<RegisterEntry> known)
    {
        var all = known.SelectMany(entry => entry.Superseded).Where(ballot => configuration.Ballot.IsNewerThan(ballot)).Concat(superseded);
        return new RegisterEntry(
            configuration, [.. all.Distinct().OrderByDescending(ballot => ballot.Term).ThenByDescending(ballot => ballot.Claim).Take(MaxSuperseded)]);
    }

    /// <summary>Returns the configurations that nothing among the entries supersedes.</summary>
    public static IReadOnlyList<BucketConfiguration> InForce(IReadOnlyCollection<RegisterEntry> entries) =>
    [
        .. entries.Select(entry => entry.Configuration).Distinct().Where(configuration => !entries.Any(entry => entry.Supersedes(configuration.Ballot))),
    ];

    private bool Supersedes(Ballot ballot) =>
        Superseded.Contains(ballot) || (Superseded.Count == MaxSuperseded && Superseded[^1].IsNewerThan(ballot));
}
