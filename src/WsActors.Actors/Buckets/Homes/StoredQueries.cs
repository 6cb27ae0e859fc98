using Akka.Actor;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Answers queries for messages of durable topics that memory has dropped: they are read from the store.</summary>
internal sealed class StoredQueries(BucketContext context, BucketTopics state, Action<TopicRequest, RequestOrigin> answer, Replies replies) : IPageReader
{
    private static readonly StorageFault LogReplaced = new(StorageFault.Stale, "the topic has another log now");

    // Of topics with a read under way, each with the epoch of the log that is read.
    private readonly Dictionary<TopicName, (StoredReads Reads, string Epoch)> _topics = [];

    /// <summary>Takes a query.</summary>
    /// <returns>False if its page is in memory.</returns>
    public bool TryTake(TopicRequest.GetHistory query, RequestOrigin origin)
    {
        if (!state.TryFind(query.Topic, out var topic))
            return false;

        state.Expire(topic);
        var after = topic.Log.StartOf(query.Since, query.Limit);
        if (!topic.Log.IsUnloaded(after))
            return false;

        ReadsOf(topic).Add(
            new PageRequest(new Waiting(query, origin), ActorRefs.Nobody, new PageRange(after, query.Limit, query.MaxBytes)), topic.Log);
        return true;
    }

    /// <summary>Takes the store's answer to a <see cref="StorageRequest.ReadPage"/>.</summary>
    public void OnStorage(StorageAnswer read)
    {
        var name = read.Request.Topic;
        if (!_topics.TryGetValue(name, out var entry) || !ReferenceEquals(entry.Reads.UnderWay, read.Request))
            return;

        if (LogOf(name, entry.Epoch) is not { } log)
        {
            Forget(name, entry.Reads);
            return;
        }

        entry.Reads.Finish(read, log);
        if (entry.Reads.IsEmpty)
            _topics.Remove(name);
    }

    void IPageReader.OnPage(in PageRequest request, LogPage? page, StorageFault? fault)
    {
        var (query, origin) = (Waiting)request.Query;
        if (!state.TryFind(query.Topic, out var topic))
            replies.Add(origin, new TopicReply.Unknown(query.Topic));
        else if (page is null)
            replies.Add(origin, new TopicReply.Refused(fault!.Code, fault.Message));
        else
            replies.Add(origin, HistoryPage.Of(TopicReply.History.Of(query, topic.Log, page), context.Now));
    }

    // The topic has another log now, which may answer.
    void IPageReader.OnPageLost(in PageRequest request, StorageFault fault)
    {
        var (query, origin) = (Waiting)request.Query;
        answer(query, origin);
    }

    private StoredReads ReadsOf(BucketTopic topic)
    {
        if (_topics.TryGetValue(topic.Name, out var known) && known.Epoch == topic.Log.Epoch)
            return known.Reads;

        if (known.Reads is not null)
            Forget(topic.Name, known.Reads);
        var reads = new StoredReads(topic.Name, context.Environment.Topics, this, context.Actor);
        _topics[topic.Name] = (reads, topic.Log.Epoch);
        return reads;
    }

    private TopicLog? LogOf(TopicName name, string epoch) => state.TryFind(name, out var topic) && topic.Log.Epoch == epoch ? topic.Log : null;

    private void Forget(TopicName name, StoredReads reads)
    {
        _topics.Remove(name);
        reads.Stop(LogReplaced);
    }

    private sealed record Waiting(TopicRequest.GetHistory Query, RequestOrigin Origin);
}
