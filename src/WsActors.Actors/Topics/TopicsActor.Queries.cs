using Akka.Actor;
using WsActors.Actors.Runtime;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>Questions about topics: passed on to those that know.</summary>
public sealed partial class TopicsActor
{
    private void Querying(TopicName name, object query, RequestId? request = null)
    {
        if (_topics.TryGetValue(name, out var topic))
            topic.Forward(query);
        else
            Sender.Tell(new TopicReply.Unknown(name, request));
    }

    // A durable topic is there although nobody has needed it since the start: its rule says where to look.
    private void QueryingLog(TopicName name, object query, RequestId? request = null)
    {
        if (_environment.Storage is not null && !name.IsReserved && _rules.For(name).History.Durable && FindOrAdd(name) is { } topic)
            topic.Forward(query);
        else
            QueryingByClient(name, query, request);
    }

    // A client that has just subscribed asks its topic, although that may still have to be made.
    private void QueryingByClient(TopicName name, object query, RequestId? request)
    {
        if (_newTopics.Contains(name))
            _newTopics.Add(name, query, Sender);
        else
            Querying(name, query, request);
    }

    private void Listing(GetTopics query)
    {
        var names = _topics.Keys
            .Where(name => name.Value.StartsWith(query.Prefix, StringComparison.Ordinal))
            .Where(name => query.After is null || string.CompareOrdinal(name.Value, query.After) > 0)
            .OrderBy(name => name.Value, StringComparer.Ordinal)
            .Take(query.Limit + 1)
            .ToArray();
        var page = names.Take(query.Limit).ToArray();
        var next = names.Length > query.Limit ? page[^1].Value : null;
        var targets = page.Select(name => _topics[name].Topic).ToArray();

        Context.ActorOf(GatherActor<TopicSnapshot>.Props(
            targets,
            TopicActor.GetSnapshot.Instance,
            snapshots => new TopicPage([.. snapshots.OrderBy(topic => topic.Topic.Value, StringComparer.Ordinal)], next),
            Sender));
    }
}
