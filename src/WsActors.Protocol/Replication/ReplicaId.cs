namespace WsActors.Protocol.Replication;

/// <summary>Identifies a node's replicas. A node that has restarted has lost them, and has a new incarnation.</summary>
/// <param name="Address">The node's address in the cluster, as in <c>10.0.0.7:8082</c>.</param>
/// <param name="Incarnation">Changes with each start of the node.</param>
public readonly record struct ReplicaId(string Address, long Incarnation)
{
    public override string ToString() => $"{Address}#{Incarnation}";
}
