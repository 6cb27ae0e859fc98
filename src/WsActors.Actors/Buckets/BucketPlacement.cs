using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets;

/// <summary>
/// Has every bucket given a home before anyone needs it. Otherwise the first clients of a cluster, or those after the loss of a node, would all wait for many
/// placements at once, for longer than a request may take. One member asks for all buckets, a few at a time.
/// </summary>
internal sealed class BucketPlacement(BucketEnvironment environment, int buckets)
{
    // Nodes that start together join one after the other: placed too early, all buckets would be on the first.
    private static readonly TimeSpan BeforePlacement = TimeSpan.FromSeconds(3);

    // While sharding moves buckets, about a minute after a node has joined, those that move have no home until they are asked for, and requests are lost. A
    // bucket without a home does not replace the replica that it has lost.
    private static readonly TimeSpan BetweenFirstRounds = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMinutes(1);
    private const int FirstRounds = 18;

    // With a tick every 200 ms: 256 buckets in six seconds at first, because all of them may have to be placed, and then in less than two.
    private const int PerTickAtFirst = 8;
    private const int PerTick = 32;

    private bool _isMine;
    private int _rounds;
    private int _next;
    private TimeSpan _from;

    /// <summary>The members have changed: homes that were lost are needed elsewhere.</summary>
    public void OnCluster(ClusterView view)
    {
        _isMine = view.Reachable.MinBy(node => node.Address, StringComparer.Ordinal) == environment.Self;
        (_rounds, _next, _from) = (0, 0, environment.Now + BeforePlacement);
    }

    public void Tick()
    {
        if (!_isMine || environment.Now < _from)
            return;

        for (var end = Math.Min(buckets, _next + (_rounds == 0 ? PerTickAtFirst : PerTick)); _next < end; _next++)
            environment.Node.Locator.Tell(new LocateHome(_next, environment.Self), ActorRefs.NoSender);
        if (_next == buckets)
            (_rounds, _next, _from) = (_rounds + 1, 0, environment.Now + (_rounds < FirstRounds ? BetweenFirstRounds : BetweenRounds));
    }
}
