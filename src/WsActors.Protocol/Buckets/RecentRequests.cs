using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>
/// The outcomes of requests whose answers may have been lost: a node that sends a request again gets the same answer. Bounded by what a node has unanswered,
/// because each of its requests says up to where it has answers.
/// </summary>
internal sealed class RecentRequests
{
    private readonly Dictionary<ReplicaId, Window> _nodes = [];

    /// <summary>All outcomes, in the order in which they were added.</summary>
    public IEnumerable<(RequestOrigin Origin, TopicPosition Position)> All => _nodes.SelectMany(node =>
        node.Value.Order.Select(number => (new RequestOrigin(node.Key, number, 0), node.Value.Positions[number])));

    public TopicPosition? Find(RequestOrigin origin) =>
        _nodes.TryGetValue(origin.Node, out var window) ? window.Positions.GetValueOrDefault(origin.Number) : null;

    public void Add(RequestOrigin origin, TopicPosition position)
    {
        if (!_nodes.TryGetValue(origin.Node, out var window))
            _nodes.Add(origin.Node, window = new Window());
        if (window.Positions.TryAdd(origin.Number, position))
            window.Order.Enqueue(origin.Number);
        while (window.Order.TryPeek(out var oldest) && oldest < origin.AnsweredBelow)
            window.Positions.Remove(window.Order.Dequeue());
    }

    /// <summary>Drops what belongs to nodes that are no members any more.</summary>
    public void Forget(IReadOnlySet<ReplicaId> removed)
    {
        foreach (var node in removed)
            _nodes.Remove(node);
    }

    private sealed class Window
    {
        public Dictionary<long, TopicPosition> Positions { get; } = [];

        public Queue<long> Order { get; } = new();
    }
}
