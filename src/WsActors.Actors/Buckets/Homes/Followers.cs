using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>
/// The nodes with subscribers of a bucket's topics. Each gets one message per turn with everything that concerns it, once, however many subscribers it has.
/// A follower that is too far behind is not waited for: it begins a new stream later and fetches what it has missed.
/// </summary>
internal sealed class Followers(BucketContext context)
{
    /// <summary>Bytes that may be on their way to one follower.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    private const int ItemBytes = 128;

    private readonly Dictionary<ReplicaId, Follower> _nodes = [];
    private readonly Dictionary<TopicName, List<Follower>> _live = [];

    public Follower? Find(ReplicaId node) => _nodes.GetValueOrDefault(node);

    public Follower FindOrAdd(ReplicaId node)
    {
        if (!_nodes.TryGetValue(node, out var follower))
            _nodes.Add(node, follower = new Follower(node));
        return follower;
    }

    /// <summary>All followers.</summary>
    public IReadOnlyCollection<Follower> All => _nodes.Values;

    /// <summary>True if any node follows a topic.</summary>
    public bool IsFollowed(TopicName topic) => _nodes.Values.Any(node => node.Topics.ContainsKey(topic));

    /// <summary>The number of a topic's subscribers on all nodes.</summary>
    public int SubscribersOf(TopicName topic)
    {
        var subscribers = 0;
        foreach (var node in _nodes.Values)
            subscribers += node.Topics.TryGetValue(topic, out var followed) ? followed.Subscribers : 0;
        return subscribers;
    }

    /// <summary>A follower has everything of a topic: it gets what follows.</summary>
    public void MakeLive(Follower follower, TopicName topic)
    {
        if (!follower.Topics.TryGetValue(topic, out var followed) || followed.IsLive)
            return;

        followed.IsLive = true;
        if (!_live.TryGetValue(topic, out var nodes))
            _live.Add(topic, nodes = []);
        nodes.Add(follower);
    }

    /// <summary>A follower needs a topic no longer, or asks for it anew.</summary>
    public void Unfollow(Follower follower, TopicName topic)
    {
        if (!follower.Topics.Remove(topic, out _) || !_live.TryGetValue(topic, out var nodes))
            return;

        nodes.Remove(follower);
        if (nodes.Count == 0)
            _live.Remove(topic);
    }

    /// <summary>A node is no member any more.</summary>
    public void Remove(Follower follower)
    {
        foreach (var topic in follower.Topics.Keys.ToArray())
            Unfollow(follower, topic);
        _nodes.Remove(follower.Node);
    }

    /// <summary>Sends an item to all live followers of its topic, at the end of the turn.</summary>
    public void SendToLive(FeedItem item)
    {
        foreach (var follower in LiveOf(item.Topic))
            Send(follower, item);
    }

    /// <summary>Sends a publication to all live followers of its topic, at the end of the turn. Those that hold a replica have it already, if the topic keeps any.</summary>
    /// <param name="item">The publication.</param>
    /// <param name="holders">The nodes with a replica that keeps it.</param>
    public void SendToLive(FeedItem.Published item, IReadOnlyList<ReplicaId> holders)
    {
        var stored = holders.Count > 0 ? new FeedItem.Stored(item.Topic, item.Position) { Traceparent = item.Traceparent } : null;
        foreach (var follower in LiveOf(item.Topic))
            Send(follower, stored is not null && holders.Contains(follower.Node) ? stored : item);
    }

    /// <summary>Sends an item to one follower, at the end of the turn.</summary>
    public void Send(Follower follower, FeedItem item)
    {
        if (follower.IsLost)
            return;

        follower.Add(item, BytesOf(item));
        if (follower.Bytes > MaxBytes)
            Lose(follower);
        else if (follower.IsFull(context.Environment.Limits.MessageBytes))
            Flush(follower);
    }

    /// <summary>Ends a follower's stream: it begins a new one.</summary>
    public void Lose(Follower follower)
    {
        follower.IsLost = true;
        context.Send(follower.Node, new BucketBody.StreamLost(follower.Stream));
    }

    /// <summary>Sends everything that waits. To be called at the end of a turn.</summary>
    public void Flush()
    {
        foreach (var follower in _nodes.Values)
            Flush(follower);
    }

    /// <summary>Reminds followers of what they have not acknowledged.</summary>
    public void Tick()
    {
        foreach (var follower in _nodes.Values)
        {
            if (follower.IsLost)
                context.Send(follower.Node, new BucketBody.StreamLost(follower.Stream));
            else if (follower.IsBehind)
                context.Send(follower.Node, new BucketBody.FeedStatus(follower.Stream, follower.Last));
        }
    }

    private List<Follower> LiveOf(TopicName topic) => _live.TryGetValue(topic, out var nodes) ? nodes : [];

    private void Flush(Follower follower)
    {
        if (follower.Take() is { } feed)
            context.Send(follower.Node, feed);
    }

    private static int BytesOf(FeedItem item) => ItemBytes + item switch
    {
        FeedItem.Published published => published.Publication.Payload.Length,
        FeedItem.Page page => page.Messages.Sum(message => message.Publication.Payload.Length + ItemBytes),
        FeedItem.Members { News: var news } => ItemBytes * (news.Joined.Count + news.Left.Count + (news.Everyone?.Count ?? 0)),
        _ => 0,
    };
}
