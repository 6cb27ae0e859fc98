using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>The members of a bucket's topics, as the nodes report them. A new home asks the nodes again, so that nothing of it is replicated.</summary>
/// <param name="context">The bucket.</param>
/// <param name="followers">The nodes that are told.</param>
/// <param name="isSuccessor">True if another home may have announced members that this one does not know.</param>
internal sealed class HomePresence(BucketContext context, Followers followers, bool isSuccessor)
{
    private readonly Dictionary<TopicName, TopicPresence> _topics = [];
    private readonly PriorityQueue<TopicName, TimeSpan> _due = new();

    /// <summary>Takes a node's report.</summary>
    /// <param name="followed">The topic as the node follows it.</param>
    /// <param name="change">The changes.</param>
    /// <param name="returnWithin">The time within which members that leave were asked to return; zero unless the node drains.</param>
    public void Note(FollowedTopic followed, TopicUpdate.Change change, TimeSpan returnWithin)
    {
        if (!context.Environment.Rules.For(change.Topic).Presence)
            return;

        foreach (var connection in change.Left)
        {
            if (followed.Members?.Remove(connection) == true)
                Schedule(change.Topic, FindOrAdd(change.Topic).Leave(connection, context.Now, returnWithin));
        }

        foreach (var member in change.Joined)
        {
            (followed.Members ??= []).Add(member.Connection);
            Schedule(change.Topic, FindOrAdd(change.Topic).Join(member.Connection, member.User, member.Info));
        }
    }

    /// <summary>A node follows a topic no longer, or has gone: its members leave, unless they return within the grace period.</summary>
    public void Leave(TopicName topic, FollowedTopic followed)
    {
        if (followed.Members is null || !_topics.TryGetValue(topic, out var presence))
            return;

        foreach (var connection in followed.Members)
            Schedule(topic, presence.Leave(connection, context.Now));
    }

    /// <summary>Announces what is due, and forgets topics without members.</summary>
    public void Tick()
    {
        while (_due.TryPeek(out var topic, out var when) && when <= context.Now)
        {
            _due.Dequeue();
            if (_topics.TryGetValue(topic, out var presence) && presence.DueAt == when)
                Announce(topic, presence);
        }
    }

    /// <summary>Lists members.</summary>
    public PresencePage Read(TopicRequest.GetMembers query) => _topics.TryGetValue(query.Topic, out var presence)
        ? presence.Read(query)
        : new PresencePage([], 0, Next: null);

    /// <summary>The home ends: another one counts the members.</summary>
    public void Stop()
    {
        foreach (var presence in _topics.Values)
            presence.ReportEnd();
        _topics.Clear();
    }

    private void Announce(TopicName topic, TopicPresence presence)
    {
        if (presence.Announce(context.Now, out var next) is { } news)
            followers.SendToLive(new FeedItem.Members(topic, news));
        Schedule(topic, next);
        if (presence.IsIdle)
            _topics.Remove(topic);
    }

    private void Schedule(TopicName topic, TimeSpan? due)
    {
        if (due is { } when)
            _due.Enqueue(topic, when);
    }

    private TopicPresence FindOrAdd(TopicName topic)
    {
        if (_topics.TryGetValue(topic, out var presence))
            return presence;

        presence = new TopicPresence(context.Environment.Topics.Settings.ToPresenceLimits(), context.Environment.Topics.Telemetry);
        _topics.Add(topic, presence);
        if (isSuccessor)
            Schedule(topic, presence.Restart(context.Now));
        return presence;
    }
}
