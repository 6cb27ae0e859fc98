using Akka.Actor;
using WsActors.Actors.Collections;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Passivation;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// The topics of a node by name, and the names of topics that clients wait for and that do not exist yet. It makes their actors,
/// as children of the actor whose context it has.
/// </summary>
internal sealed class TopicTable(TopicSettings settings, TopicRules rules, TopicEnvironment environment, IActorContext context)
{
    private readonly Dictionary<TopicName, TopicEntry> _entries = [];
    private readonly OrderedSet<OrdinalName> _names = new();
    private readonly NewTopics _awaited = new();

    public bool HasAwaited => !_awaited.IsEmpty;

    public IEnumerable<IActorRef> Topics => _entries.Values.Select(topic => topic.TopicRef);

    public TopicEntry? Find(TopicName name) => _entries.GetValueOrDefault(name);

    /// <summary>Finds a topic or makes it, together with what waits for it; null if there are as many as there may be.</summary>
    public TopicEntry? FindOrAdd(TopicName name)
    {
        if (_entries.TryGetValue(name, out var topic))
            return topic;
        if (_entries.Count >= settings.MaxTopics)
            return null;

        topic = new TopicEntry(context.Watch(context.ActorOf(TopicActor.Props(name, rules.For(name), environment))));
        _entries.Add(name, topic);
        _names.Add(new OrdinalName(name.Value));
        foreach (var (message, sender) in _awaited.Take(name))
            Tell(topic, message, sender);
        return topic;
    }

    /// <summary>True if the topic will be made.</summary>
    public bool IsAwaited(TopicName name) => _awaited.Contains(name);

    /// <summary>Queues a message for a topic that will be made.</summary>
    public void Await(TopicName name, object message, IActorRef sender) => _awaited.Add(name, message, sender);

    /// <summary>Makes some of the awaited topics; if there are too many topics, the messages for the awaited ones are refused.</summary>
    public void MakeAwaited(int max)
    {
        for (var i = 0; i < max && _awaited.TryPeek(out var name); i++)
        {
            if (FindOrAdd(name) is null)
                RefuseAwaited(name);
        }
    }

    /// <summary>Tells a topic that a subscriber has left; if the topic is awaited, behind the subscription.</summary>
    public void Unsubscribe(TopicName name, IActorRef subscriber)
    {
        var unsubscribe = new TopicActor.Unsubscribe(subscriber);
        if (_entries.TryGetValue(name, out var topic))
            topic.TopicRef.Tell(unsubscribe);
        else if (_awaited.Contains(name))
            _awaited.Add(name, unsubscribe, subscriber);
    }

    /// <summary>Removes and stops a topic.</summary>
    public void Stop(TopicName name, TopicEntry topic)
    {
        Remove(name);
        context.Unwatch(topic.TopicRef);
        context.Stop(topic.TopicRef);
    }

    /// <summary>Removes a topic whose actor has ended by itself.</summary>
    public void RemoveStopped(IActorRef topicRef)
    {
        foreach (var (name, topic) in _entries)
        {
            if (!topic.TopicRef.Equals(topicRef))
                continue;

            Remove(name);
            return;
        }
    }

    /// <summary>The topics whose names begin with a prefix and come after <paramref name="after"/>, in ordinal order.</summary>
    public IEnumerable<(string Name, IActorRef TopicRef)> Page(string prefix, string? after, int limit) => _names
        .From(new OrdinalName(string.CompareOrdinal(after, prefix) > 0 ? after! : prefix))
        .SkipWhile(name => name.Text == after)
        .TakeWhile(name => name.Text.StartsWith(prefix, StringComparison.Ordinal))
        .Take(limit)
        .Select(name => (name.Text, _entries[TopicName.Parse(name.Text)].TopicRef));

    private void Remove(TopicName name)
    {
        _entries.Remove(name);
        _names.Remove(new OrdinalName(name.Value));
    }

    private static void Tell(TopicEntry topic, object message, IActorRef sender)
    {
        if (message is TopicRequest request)
            topic.Forward(request, sender);
        else
            topic.TopicRef.Tell(message, sender);
    }

    private void RefuseAwaited(TopicName name)
    {
        foreach (var (message, sender) in _awaited.Take(name))
            TopicRefusal.Answer(message, sender, ErrorCode.TooManyTopics, Refusals.TooManyTopics(settings.MaxTopics));
    }

    private readonly record struct OrdinalName(string Text) : IComparable<OrdinalName>
    {
        public int CompareTo(OrdinalName other) => string.CompareOrdinal(Text, other.Text);
    }
}
