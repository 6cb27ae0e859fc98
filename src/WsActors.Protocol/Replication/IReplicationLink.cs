namespace WsActors.Protocol.Replication;

/// <summary>Sends messages of one bucket. They may be lost.</summary>
public interface IReplicationLink
{
    /// <summary>Sends a message to the bucket's replica on a node.</summary>
    void SendToReplica(ReplicaId to, ReplicationMessage message);

    /// <summary>Sends a message to the bucket's home on a node.</summary>
    void SendToHome(ReplicaId to, ReplicationMessage message);
}
