using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Membership;

/// <summary>Remembers nodes that are no members of the cluster any more, up to <see cref="Most"/>; then the oldest one is forgotten.</summary>
internal sealed class RemovedNodes
{
    /// <summary>The number of nodes that are remembered. A hundred nodes can restart ten times before one is forgotten.</summary>
    public const int Most = 1000;

    private readonly HashSet<ReplicaId> _nodes = [];
    private readonly Queue<ReplicaId> _order = new();

    /// <summary>All of them, the oldest first.</summary>
    public IReadOnlyList<ReplicaId> All => [.. _order];

    public bool Contains(ReplicaId node) => _nodes.Contains(node);

    public void Add(IEnumerable<ReplicaId> nodes)
    {
        foreach (var node in nodes)
        {
            if (!_nodes.Add(node))
                continue;

            _order.Enqueue(node);
            if (_order.Count > Most)
                _nodes.Remove(_order.Dequeue());
        }
    }
}
