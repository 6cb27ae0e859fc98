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
}
