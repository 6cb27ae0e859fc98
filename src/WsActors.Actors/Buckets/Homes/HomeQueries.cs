using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Answers queries about a bucket's topics from its committed state, and from the store where memory has dropped a durable topic's messages.</summary>
internal sealed class HomeQueries
{
    private readonly BucketContext _context;
    private readonly BucketTopics _state;
    private readonly Followers _followers;
    private readonly HomePresence _presence;
    private readonly Replies _replies;
    private readonly StoredQueries _stored;

    public HomeQueries(BucketContext context, BucketTopics state, Followers followers, HomePresence presence, Replies replies)
    {
        (_context, _state, _followers, _presence, _replies) = (context, state, followers, presence, replies);
        _stored = new StoredQueries(context, state, (query, origin) => Answer(query, origin), replies);
    }

    /// <summary>Answers a query, at once or when the store has been read.</summary>
    /// <param name="request">The query.</param>
    /// <param name="origin">The node that asks, and the number of the query there.</param>
    /// <param name="fault">The reason for which the topic could not be loaded; null if it is here.</param>
    public void Answer(TopicRequest request, RequestOrigin origin, StorageFault? fault = null)
    {
        if (fault is not null)
            _replies.Add(origin, new TopicReply.Refused(fault.Code, fault.Message));
        else if (request is not TopicRequest.GetHistory query || !_stored.TryTake(query, origin))
            _replies.Add(origin, AnswerTo(request));
    }

    /// <summary>Takes the store's answer to a read.</summary>
    public void OnStorage(StorageAnswer answer) => _stored.OnStorage(answer);

    private IWireMessage AnswerTo(TopicRequest request)
    {
        if (request is TopicRequest.GetMembers members)
            return Read(members);
        if (!_state.TryFind(request.Topic, out var topic))
            return new TopicReply.Unknown(request.Topic);

        _state.Expire(topic);
        return request is TopicRequest.GetHistory query ? Read(query, topic.Log) : Describe(topic);
    }

    private IWireMessage Read(TopicRequest.GetMembers query) => _context.Environment.Rules.For(query.Topic).Presence
        ? new TopicReply.Members(query.Topic, _presence.Read(query))
        : new TopicReply.Refused(ErrorCode.NoPresence, Refusals.NoPresence(query.Topic));

    private HistoryPage Read(TopicRequest.GetHistory query, TopicLog log) => HistoryPage.Of(
        TopicReply.History.Of(query, log, log.Read(log.StartOf(query.Since, query.Limit), query.Limit, query.MaxBytes)), _context.Now);

    /// <summary>Lists topics in ordinal order of their names.</summary>
    public IReadOnlyList<TopicDescription> List(BucketQuery.ListTopics query) => HomeListing.List(_state, query, Describe);

    private TopicDescription Describe(BucketTopic topic) =>
        new(topic.Name, topic.Log.Position, _followers.SubscribersOf(topic.Name), topic.Log.Count, topic.Log.Bytes);
}
