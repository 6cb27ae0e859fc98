using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Buckets;
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

    private HistoryPage Read(TopicRequest.GetHistory query, TopicLog log) => HistoryPage.Of(
        TopicReply.History.Of(query, log, log.Read(log.StartOf(query.Since, query.Limit), query.Limit, query.MaxBytes)), context.Now);

    /// <summary>Lists topics in ordinal order of their names.</summary>
    public IReadOnlyList<TopicDescription> List(BucketQuery.ListTopics query) => HomeListing.List(state, query, Describe);

    private TopicDescription Describe(BucketTopic topic) =>
        new(topic.Name, topic.Log.Position, followers.SubscribersOf(topic.Name), topic.Log.Count, topic.Log.Bytes);
}
