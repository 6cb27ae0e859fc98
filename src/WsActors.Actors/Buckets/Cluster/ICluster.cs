using Akka.Actor;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>The cluster that this node is to join.</summary>
public interface ICluster
{
    /// <summary>The number of buckets, the same on all nodes.</summary>
    int Buckets { get; }

    /// <summary>The number of replicas that a publication needs.</summary>
    int Replicas { get; }

    /// <summary>
    /// Begins to join. <paramref name="buckets"/> is told <see cref="ClusterChanged"/> once this node has joined and whenever the view changes,
    /// <see cref="HomeSeat"/>, and <see cref="LocateHome"/>. Called once, when the actors start.
    /// </summary>
    /// <param name="parent">The parent of the actors that are started.</param>
    /// <param name="buckets">The <see cref="BucketsActor"/>.</param>
    ClusterNode Join(IActorRefFactory parent, IActorRef buckets);

    /// <summary>
    /// Has this node end its membership at once, after a fault of ours: a bucket that was started anew would have lost what the cluster counts on. The process ends
    /// with a non-zero code, so that its supervisor starts it again.
    /// </summary>
    void Abandon();

    /// <summary>Connects an actor to those of other nodes that have the same path.</summary>
    /// <param name="context">The context of the actor.</param>
    /// <param name="local">The actor.</param>
    NodePeers Connect(IActorRefFactory context, IActorRef local);
}
