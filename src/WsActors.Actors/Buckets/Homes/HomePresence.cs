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
    private readonly Dictionary<TopicName, PresenceLog> _topics = [];
    private int _reportedMembers;

    /// <summary>Takes a node's report.</summary>
    public void Note(FollowedTopic followed, TopicUpdate.Change change)
    {
        if (!context.Environment.Rules.For(change.Topic).Presence)
            return;

        foreach (var connection in change.Left)
        {
            if (followed.Members?.Remove(connection) == true)
                FindOrAdd(change.Topic).Leave(connection, context.Now);
        }

        foreach (var member in change.Joined)
        {
            (followed.Members ??= []).Add(member.Connection);
            FindOrAdd(change.Topic).Join(member.Connection, member.User, member.Info);
        }
    }

    /// <summary>A node follows a topic no longer, or has gone: its members leave, unless they return within the grace period.</summary>
    public void Leave(TopicName topic, FollowedTopic followed)
    {
        if (followed.Members is null || !_topics.TryGetValue(topic, out var log))
            return;

        foreach (var connection in followed.Members)
            log.Leave(connection, context.Now);
    }

    /// <summary>Announces what is due, and forgets topics without members.</summary>
    public void Tick()
    {
        foreach (var (topic, log) in _topics.ToArray())
        {
            if (log.Tell(context.Now) is { } news)
                Announce(topic, news);
            if (log.Count == 0 && log.WhenToTell == TimeSpan.MaxValue)
                _topics.Remove(topic);
        }

        Report();
    }

    /// <summary>Lists members.</summary>
    public PresencePage Read(TopicRequest.GetMembers query) => _topics.TryGetValue(query.Topic, out var log)
        ? log.Read(query.After, query.Limit, query.MaxBytes)
        : new PresencePage([], 0, Next: null);

    /// <summary>The home ends: another one counts the members.</summary>
    public void Stop()
    {
        _topics.Clear();
        Report();
    }

    private PresenceLog FindOrAdd(TopicName topic)
    {
        if (_topics.TryGetValue(topic, out var log))
            return log;

        log = new PresenceLog(context.Environment.Topics.Settings.ToPresenceLimits());
        if (isSuccessor)
            log.BeginAnew(context.Now);
        _topics.Add(topic, log);
        return log;
    }

    private void Announce(TopicName topic, PresenceNews news)
    {
        context.Environment.Topics.Telemetry.Presence.Sent(news.Joined.Count, news.Left.Count);
        if (news.Total is not null)
            context.Environment.Topics.Telemetry.Presence.TotalSent(withMembers: news.Everyone is not null);
        followers.SendToLive(new FeedItem.Members(topic, news));
    }

    private void Report()
    {
        var members = _topics.Values.Sum(log => log.Count);
        context.Environment.Topics.Telemetry.Presence.Changed(members - _reportedMembers, suppressed: 0);
        _reportedMembers = members;
    }
}
