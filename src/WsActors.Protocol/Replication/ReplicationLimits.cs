namespace WsActors.Protocol.Replication;

/// <summary>The limits of replication.</summary>
public sealed record ReplicationLimits
{
    /// <summary>Bytes of entries or state in one message, from 1: the messages of the cluster's failure detector wait behind it.</summary>
    public int MessageBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of entries that wait for replicas, per bucket. Above that, the home refuses publications.</summary>
    public long PendingBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of applied entries that a replica keeps, for those that are behind. One that is further behind gets the state by pages.</summary>
    public long KeptBytes { get; init; } = 1024 * 1024;

    /// <summary>Claims whose outcome a replica does not know. Above that, it refuses new ones until one of them is confirmed.</summary>
    public int Claims { get; init; } = 1000;
}
