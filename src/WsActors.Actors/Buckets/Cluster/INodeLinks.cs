using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Cluster;

/// <summary>Sends messages to the buckets of other nodes. Messages may be lost; those of one sender to one node arrive in their order. Safe on any thread.</summary>
public interface INodeLinks
{
    /// <summary>Sends a message to the <see cref="BucketsActor"/> of a node, which may be this one.</summary>
    void Send(ReplicaId to, object message);
}
