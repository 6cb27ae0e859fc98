using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Takes what followers report and ask for, and sends them pages of history until they are live.</summary>
internal sealed class Followings(
    BucketContext context, BucketTopics state, Followers followers, HomePresence presence, HomeOccupancy occupancy, DurableTopics durable, Func<TopicName, TopicReply.Refused?> tryCreate)
{
    private const int MaxPageMessages = 1000;

    // Followers that wait until their topic exists.
    private readonly Dictionary<TopicName, List<(Follower Follower, long Stream)>> _awaited = [];

    /// <summary>Takes a follower's changes. If some are missing before them, it has to begin a new stream.</summary>
    public void Take(ReplicaId from, BucketBody.Updates updates)
    {
        var follower = followers.FindOrAdd(from);
        if (updates.Stream > follower.Stream)
            Begin(follower, updates.Stream);
        if (updates.Stream != follower.Stream || follower.IsLost)
            return;

        if (!follower.TryTakeUpdate(updates.Number))
        {
            followers.Lose(follower);
            return;
        }

        foreach (var update in updates.List)
            Take(follower, update, updates.ReturnWithin);
    }

    /// <summary>Takes a follower's status. One that this home does not know has to begin a new stream.</summary>
    public void Take(ReplicaId from, BucketBody.FollowerStatus status)
    {
        if (followers.Find(from) is not { } follower || status.Stream > follower.Stream)
            context.Send(from, new BucketBody.StreamLost(status.Stream));
        else if (status.Stream == follower.Stream && !follower.HasArrived(status.Sent))
            followers.Lose(follower);
        else if (status.Stream == follower.Stream)
            follower.Acknowledge(status.Received);
    }

    /// <summary>A topic exists: followers that wait for it get it, whatever has begun it.</summary>
    public void OnExisting(TopicName topic)
    {
        if (_awaited.Count == 0 || !_awaited.Remove(topic, out var waiting))
            return;

        foreach (var (follower, stream) in waiting.Where(entry => entry.Stream == entry.Follower.Stream))
            SendPage(follower, topic, since: null);
    }

    /// <summary>A node is no member any more.</summary>
    public void Remove(Follower follower)
    {
        LeaveAll(follower);
        var left = follower.Topics.Keys.ToArray();
        followers.Remove(follower);
        foreach (var topic in left)
            occupancy.Note(topic);
    }

    private void Begin(Follower follower, long stream)
    {
        LeaveAll(follower);
        foreach (var topic in follower.Topics.Keys.ToArray())
        {
            followers.Unfollow(follower, topic);
            occupancy.Note(topic);
        }

        follower.Begin(stream);
    }

    private void LeaveAll(Follower follower)
    {
        foreach (var (topic, followed) in follower.Topics)
            presence.Leave(topic, followed);
    }

    private void Take(Follower follower, TopicUpdate update, TimeSpan returnWithin)
    {
        switch (update)
        {
            case TopicUpdate.Follow follow: Follow(follower, follow); break;
            case TopicUpdate.Change change: Note(follower, change, returnWithin); break;
            case TopicUpdate.Unfollow: Unfollow(follower, update.Topic); break;
        }
    }

    private void Follow(Follower follower, TopicUpdate.Follow follow)
    {
        follower.Topics.TryAdd(follow.Topic, new FollowedTopic());
        var stream = follower.Stream;
        if (!durable.TryDefer(follow.Topic, fault => OnLoaded(follower, stream, follow, fault)))
            Begin(follower, follow);
    }

    private void OnLoaded(Follower follower, long stream, TopicUpdate.Follow follow, StorageFault? fault)
    {
        if (follower.Stream != stream)
            return;

        if (fault is null)
            Begin(follower, follow);
        else
            followers.Send(follower, new FeedItem.Refused(follow.Topic, fault.Code, fault.Message));
    }

    private void Begin(Follower follower, TopicUpdate.Follow follow)
    {
        if (state.TryFind(follow.Topic, out _))
            SendPage(follower, follow.Topic, follow.Since);
        else if (tryCreate(follow.Topic) is { } refused)
            followers.Send(follower, new FeedItem.Refused(follow.Topic, refused.Code, refused.Message));
        else
            Await(follower, follow.Topic);
    }

    private void Await(Follower follower, TopicName topic)
    {
        if (!_awaited.TryGetValue(topic, out var waiting))
            _awaited.Add(topic, waiting = []);
        waiting.Add((follower, follower.Stream));
    }

    private void Note(Follower follower, TopicUpdate.Change change, TimeSpan returnWithin)
    {
        if (!follower.Topics.TryGetValue(change.Topic, out var followed))
            return;

        followed.Subscribers = change.Subscribers;
        presence.Note(followed, change, returnWithin);
        occupancy.Note(change.Topic);
    }

    private void Unfollow(Follower follower, TopicName topic)
    {
        if (follower.Topics.TryGetValue(topic, out var followed))
            presence.Leave(topic, followed);
        if (state.TryFind(topic, out var known))
            known.Use(context.Now);
        followers.Unfollow(follower, topic);
        occupancy.Note(topic);
    }

    // A follower that knows another log, or has missed what is no longer kept, begins anew with everything that is kept.
    private void SendPage(Follower follower, TopicName name, TopicPosition? since)
    {
        if (!state.TryFind(name, out var topic))
            return;

        state.Expire(topic);
        var log = topic.Log;
        var isContinued = since is not null && log.Recover(SinceRequest.From(since)).Missed is null && !log.IsUnloaded(since.Offset);
        var page = log.Read(isContinued ? since!.Offset : log.OldestLoaded - 1, MaxPageMessages, context.Environment.Limits.MessageBytes);
        followers.Send(follower, new FeedItem.Page(
            name, log.Position, isContinued, [.. page.Messages.Select(message => KeptMessage.Of(message, context.Now))], page.After, page.IsEnd)
        {
            Unloaded = isContinued ? null : log.DescribeUnloaded(context.Now),
        });
        if (page.IsEnd)
            followers.MakeLive(follower, name);
    }
}
