using System.Diagnostics.CodeAnalysis;
using WsActors.Actors.Buckets.Messages;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Shared;

/// <summary>
/// Sends the messages of replication. Those from this node's home to its own replica, and back, wait here until the bucket takes them in the same turn, so that neither
/// is called while it is in the middle of something.
/// </summary>
internal sealed class ReplicationLink(BucketContext context) : IReplicationLink
{
    private readonly Queue<BucketBody.Replication> _own = new();

    public void SendToReplica(ReplicaId to, ReplicationMessage message) => Send(to, new BucketBody.Replication(message, IsForHome: false));

    public void SendToHome(ReplicaId to, ReplicationMessage message) => Send(to, new BucketBody.Replication(message, IsForHome: true));

    /// <summary>Takes out the next message from this node to itself.</summary>
    public bool TryTake([NotNullWhen(true)] out BucketBody.Replication? message) => _own.TryDequeue(out message);

    private void Send(ReplicaId to, BucketBody.Replication message)
    {
        if (to == context.Self)
            _own.Enqueue(message);
        else
            context.Send(to, message);
    }
}
