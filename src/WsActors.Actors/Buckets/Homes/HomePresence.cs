using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>The members of a bucket's topics, as the nodes report them. A new home asks the nodes again, so that nothing of it is replicated.</summary>
/// <param name="context">The bucket.</param>
/// <param name="followers">The nodes that are told.</param>
/// <param name="isSuccessor">True if another home may have announced members that this one does not know.</param>
internal sealed class HomePresence(BucketContext context, Followers followers, bool isSuccessor)
{
    private readonly Dictionary<TopicName, TopicMembers> _topics = [];
    private readonly PriorityQueue<TopicName, TimeSpan> _due = new();
    private int _members;
    private int _reportedMembers;

    /// <summary>Takes a node's report.</summary>
    public void Note(FollowedTopic followed, TopicUpdate.Change change)
    {
        if (!context.Environment.Rules.For(change.Topic).Presence)
            return;

        foreach (var connection in change.Left)
        {
            if (followed.Members?.Remove(connection) == true)
                Change(change.Topic, log => log.Leave(connection, context.Now));
        }

        foreach (var member in change.Joined)
        {
            (followed.Members ??= []).Add(member.Connection);
            Change(change.Topic, log => log.Join(member.Connection, member.User, member.Info));
        }
    }

    /// <summary>A node follows a topic no longer, or has gone: its members leave, unless they return within the grace period.</summary>
    public void Leave(TopicName topic, FollowedTopic followed)
    {
        if (followed.Members is null || !_topics.ContainsKey(topic))
            return;

        foreach (var connection in followed.Members)
            Change(topic, log => log.Leave(connection, context.Now));
    }

    /// <summary>Announces what is due, and forgets topics without members.</summary>
    public void Tick()
    {
        while (_due.TryPeek(out var name, out var when) && when <= context.Now)
        {
            _due.Dequeue();
            if (_topics.TryGetValue(name, out var topic) && topic.DueAt == when)
                Announce(name, topic);
        }

        Report();
    }

    /// <summary>Lists members.</summary>
    public PresencePage Read(TopicRequest.GetMembers query) => _topics.TryGetValue(query.Topic, out var topic)
        ? topic.Log.Read(query.After, query.Limit, query.MaxBytes)
        : new PresencePage([], 0, Next: null);

    /// <summary>The home ends: another one counts the members.</summary>
    public void Stop()
    {
        _topics.Clear();
        _members = 0;
        Report();
    }

    private void Change(TopicName name, Action<PresenceLog> change)
    {
        var topic = FindOrAdd(name);
        var before = topic.Log.Count;
        change(topic.Log);
        Schedule(name, topic, before);
    }

    private void Announce(TopicName name, TopicMembers topic)
    {
        var before = topic.Log.Count;
        topic.DueAt = TimeSpan.MaxValue;
        if (topic.Log.Tell(context.Now) is { } news)
            Send(name, news);
        Schedule(name, topic, before);
        if (topic.Log.Count == 0 && topic.DueAt == TimeSpan.MaxValue)
            _topics.Remove(name);
    }

    private void Schedule(TopicName name, TopicMembers topic, int membersBefore)
    {
        _members += topic.Log.Count - membersBefore;
        var when = topic.Log.WhenToTell;
        if (when >= topic.DueAt)
            return;

        topic.DueAt = when;
        _due.Enqueue(name, when);
    }

    private TopicMembers FindOrAdd(TopicName name)
    {
        if (_topics.TryGetValue(name, out var topic))
            return topic;

        topic = new TopicMembers(new PresenceLog(context.Environment.Topics.Settings.ToPresenceLimits()));
        if (isSuccessor)
            topic.Log.BeginAnew(context.Now);
        _topics.Add(name, topic);
        return topic;
    }

    private void Send(TopicName topic, PresenceNews news)
    {
        context.Environment.Topics.Telemetry.Presence.Sent(news.Joined.Count, news.Left.Count);
        if (news.Total is not null)
            context.Environment.Topics.Telemetry.Presence.TotalSent(withMembers: news.Everyone is not null);
        followers.SendToLive(new FeedItem.Members(topic, news));
    }

    private void Report()
    {
        if (_members == _reportedMembers)
            return;

        context.Environment.Topics.Telemetry.Presence.Changed(_members - _reportedMembers, suppressed: 0);
        _reportedMembers = _members;
    }
}
