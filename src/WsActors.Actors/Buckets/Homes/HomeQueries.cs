using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Answers queries about a bucket's topics from its committed state.</summary>
internal sealed class HomeQueries(BucketContext context, BucketTopics state, Followers followers, HomePresence presence)
{
    /// <summary>Returns the answer to a query.</summary>
    public IWireMessage Answer(TopicRequest request)
    {
        if (request is TopicRequest.GetMembers members)
            return Read(members);
        if (!state.TryFind(request.Topic, out var topic))
            return new TopicReply.Unknown(request.Topic);

        state.Expire(topic);
        return request is TopicRequest.GetHistory query ? Read(query, topic.Log) : Describe(topic);
    }

    private IWireMessage Read(TopicRequest.GetMembers query) => context.Environment.Rules.For(query.Topic).Presence
        ? new TopicReply.Members(query.Topic, presence.Read(query))
        : new TopicReply.Refused(ErrorCode.NoPresence, Refusals.NoPresence(query.Topic));

    // Without a position it answers the latest messages, which a chat shows when it is opened.
    private HistoryPage Read(TopicRequest.GetHistory query, TopicLog log)
    {
        var recovery = query.Since is null ? null : log.Recover(query.Since);
        var after = recovery?.After ?? log.Offset - Math.Min(query.Limit, log.Count);
        var page = log.Read(after, query.Limit, query.MaxBytes).Behind(recovery?.Missed);
        return new HistoryPage(
            query.Topic, log.Position, [.. page.Messages.Select(message => KeptMessage.Of(message, context.Now))], page.Missed, page.After, page.IsEnd)
        {
            Recovered = recovery is null ? null : page.Missed is null,
        };
    }

    /// <summary>Lists topics in ordinal order of their names.</summary>
    public IReadOnlyList<TopicDescription> List(BucketQuery.ListTopics query) => HomeListing.List(state, query, Describe);

    private TopicDescription Describe(BucketTopic topic) =>
        new(topic.Name, topic.Log.Position, followers.SubscribersOf(topic.Name), topic.Log.Count, topic.Log.Bytes);
}
