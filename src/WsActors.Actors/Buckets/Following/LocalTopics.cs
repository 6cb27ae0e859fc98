using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Model;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Following;

/// <summary>
/// The topics of a bucket that have subscribers on this node. Their home sends what happens to them in one numbered stream. When something is missing from
/// it, or the bucket has a new home, a new stream begins, and each topic continues from its own position.
/// </summary>
/// <param name="context">The bucket.</param>
/// <param name="find">Finds a message in this node's replica; null if it is not there.</param>
internal sealed class LocalTopics(BucketContext context, Func<TopicName, TopicPosition, Publication?> find)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    // Updates of more topics at once are sent in several messages.
    private const int MaxUpdates = 500;

    private readonly Dictionary<TopicName, LocalTopicState> _topics = [];

    // Those that wait for a page: few of many.
    private readonly Dictionary<TopicName, LocalTopicState> _waiting = [];
    private readonly List<TopicUpdate> _updates = [];
    private readonly FollowerStream _stream = new(context.FirstNumber);
    private TimeSpan _returnWithin;

    public bool IsEmpty => _topics.Count == 0;

    /// <summary>Takes a message of a topic of this node.</summary>
    public void Take(LocalTopic message)
    {
        if (message is LocalTopic.Open open)
            Open(open);
        else if (_topics.TryGetValue(message.Topic, out var topic))
            Take(topic, message);
    }

    /// <summary>The node drains: members that leave from now on are gone only if they do not return within this time.</summary>
    public void Drain(TimeSpan returnWithin) => _returnWithin = returnWithin;

    /// <summary>Begins a new stream: with another home, or because something was lost.</summary>
    public void BeginStream()
    {
        if (_topics.Count > 0)
            context.Environment.Telemetry.StreamRestarted();
        _updates.Clear();
        _stream.Begin(context.Now);
        foreach (var (name, topic) in _topics)
        {
            Ask(name, topic);
            if (topic.Subscribers > 0)
                _updates.Add(new TopicUpdate.Change(name, topic.Subscribers, [.. topic.Members?.Values ?? Enumerable.Empty<TopicMember>()], []));
        }
    }

    /// <summary>The home says that the stream has ended.</summary>
    public void OnStreamLost(long stream)
    {
        if (stream == _stream.Id)
            BeginStream();
    }

    /// <summary>Takes the next message of the stream. If one is missing before it, a new stream begins.</summary>
    public void OnFeed(BucketBody.Feed feed)
    {
        if (feed.Stream != _stream.Id)
            return;

        if (!_stream.TryReceive(feed.Number))
        {
            BeginStream();
            return;
        }

        foreach (var item in feed.Items)
            Deliver(item);
    }

    /// <summary>Begins a new stream if the last messages of this one were lost.</summary>
    public void OnStatus(BucketBody.FeedStatus status)
    {
        if (status.Stream == _stream.Id && status.Last > _stream.Received)
            BeginStream();
        else if (status.Stream == _stream.Id)
            _stream.Acknowledge();
    }

    /// <summary>Sends what has changed. To be called at the end of a turn.</summary>
    public void Flush(ReplicaId? home)
    {
        if (home is not { } to)
            return;

        for (var sent = 0; sent < _updates.Count; sent += MaxUpdates)
            context.Send(to, new BucketBody.Updates(_stream.Id, _stream.NextSent(), _updates.GetRange(sent, Math.Min(MaxUpdates, _updates.Count - sent)))
            {
                ReturnWithin = _returnWithin,
            });
        _updates.Clear();
        if (_stream.TakeStatus(context.Now) is { } status)
            context.Send(to, status);
    }

    /// <summary>Tells topics whose pages do not come that they have to wait, and sends a sign of life.</summary>
    public void Tick()
    {
        foreach (var (name, topic) in _waiting.Where(entry => entry.Value.Deadline <= context.Now).ToArray())
        {
            topic.Deadline = null;
            Ask(name, topic);
            topic.TopicRef.Tell(new FeedItem.Refused(name, ErrorCode.TryAgainLater, Refusals.NoHome(name)), context.Actor);
        }
    }

    private void Open(LocalTopic.Open open)
    {
        if (_topics.Count == 0 && _updates.Count == 0)
            _stream.Begin(context.Now);
        var topic = new LocalTopicState(open.TopicRef);
        _topics[open.Topic] = topic;
        Ask(open.Topic, topic);
    }

    private void Take(LocalTopicState topic, LocalTopic message)
    {
        switch (message)
        {
            case LocalTopic.Confirm confirm: topic.Position = confirm.Since; Ask(confirm.Topic, topic); break;
            case LocalTopic.Change change: Note(topic, change); break;
            case LocalTopic.Close close when close.TopicRef.Equals(topic.TopicRef): Close(close.Topic); break;
        }
    }

    private void Note(LocalTopicState topic, LocalTopic.Change change)
    {
        topic.Subscribers = change.Subscribers;
        if (change.Joined is { } joined)
            (topic.Members ??= [])[joined.Connection] = joined;
        if (change.Left is { } left)
            topic.Members?.Remove(left);
        _updates.Add(new TopicUpdate.Change(
            change.Topic, change.Subscribers, change.Joined is { } member ? [member] : [], change.Left is { } connection ? [connection] : []));
    }

    private void Close(TopicName name)
    {
        _topics.Remove(name);
        _waiting.Remove(name);
        _updates.Add(new TopicUpdate.Unfollow(name));
    }

    private void Ask(TopicName name, LocalTopicState topic)
    {
        topic.Deadline ??= context.Now + Timeout;
        _waiting[name] = topic;
        _updates.Add(new TopicUpdate.Follow(name, topic.Position));
    }

    private void Deliver(FeedItem item)
    {
        if (!_topics.TryGetValue(item.Topic, out var topic))
            return;

        if (item is FeedItem.Stored stored)
        {
            Deliver(topic, stored);
            return;
        }

        topic.TopicRef.Tell(item, context.Actor);
        if (item is FeedItem.Published published)
            topic.Position = published.Position;
        else if (item is FeedItem.Page page)
            OnPage(topic, page);
    }

    // The replica may be behind, or gone.
    private void Deliver(LocalTopicState topic, FeedItem.Stored stored)
    {
        if (find(stored.Topic, stored.Position) is { } publication)
            Deliver(new FeedItem.Published(stored.Topic, stored.Position, publication) { Traceparent = stored.Traceparent });
        else
            Ask(stored.Topic, topic);
    }

    private void OnPage(LocalTopicState topic, FeedItem.Page page)
    {
        topic.Position = page.Head with { Offset = page.After };
        topic.Deadline = null;
        _waiting.Remove(page.Topic);
        if (!page.IsEnd)
            Ask(page.Topic, topic);
    }
}
