using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Following;

/// <summary>The node with a bucket's home, as far as this node knows it; it asks until it does.</summary>
internal sealed class HomeLocation(BucketContext context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private long _term;
    private TimeSpan? _askedAt;

    /// <summary>The node with the home; null if it is not known.</summary>
    public ReplicaId? Home { get; private set; }

    /// <summary>Takes a node's word that it has the home.</summary>
    /// <returns>True if that is news.</returns>
    public bool OnHome(ReplicaId node, long term)
    {
        if (term < _term || (term == _term && Home == node))
            return false;

        (Home, _term, _askedAt) = (node, term, null);
        return true;
    }

    /// <summary>A node has no home of this bucket.</summary>
    public void OnNotHome(ReplicaId node)
    {
        if (Home == node)
            Home = null;
    }

    /// <summary>A home whose node cannot be reached is looked for anew: it may be given to another node.</summary>
    public void OnCluster(ClusterView view)
    {
        if (Home is { } home && !view.IsReachable(home))
            Home = null;
    }

    /// <summary>Asks for the home if it is not known, unless it has just been asked for.</summary>
    public void Look()
    {
        if (Home is not null || context.Now - _askedAt < Interval)
            return;

        _askedAt = context.Now;
        context.Environment.Node.Locator.Tell(new LocateHome(context.Number, context.Self), context.Actor);
    }
}
