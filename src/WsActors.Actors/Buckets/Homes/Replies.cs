using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>The home's answers of one turn, which each node gets in one message.</summary>
internal sealed class Replies(BucketContext context)
{
    // The answers to queries can be large.
    private const int MaxReplies = 1000;

    private readonly Dictionary<ReplicaId, List<NumberedReply>> _nodes = [];

    public void Add(RequestOrigin origin, IWireMessage reply)
    {
        if (!_nodes.TryGetValue(origin.Node, out var replies))
            _nodes.Add(origin.Node, replies = []);
        replies.Add(new NumberedReply(origin.Number, reply));
        if (replies.Count >= MaxReplies || reply is HistoryPage)
            Send(origin.Node, replies);
    }

    /// <summary>Sends everything. To be called at the end of a turn.</summary>
    public void Flush()
    {
        foreach (var (node, replies) in _nodes.ToArray())
            Send(node, replies);
    }

    private void Send(ReplicaId node, List<NumberedReply> replies)
    {
        _nodes.Remove(node);
        context.Send(node, new BucketBody.Replies(replies));
    }
}
