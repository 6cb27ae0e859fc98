using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// Names of topics that clients want and that do not exist yet, in the order in which they were first asked for, each with the
/// messages that wait for its topic.
/// </summary>
internal sealed class NewTopics
{
    private readonly Queue<TopicName> _order = new();
    private readonly Dictionary<TopicName, List<(object Message, IActorRef Sender)>> _waiting = [];

    public bool IsEmpty => _waiting.Count == 0;

    public bool Contains(TopicName name) => _waiting.ContainsKey(name);

    /// <summary>Adds a message behind those that wait for the same topic.</summary>
    public void Add(TopicName name, object message, IActorRef sender)
    {
        if (!_waiting.TryGetValue(name, out var messages))
        {
            _waiting.Add(name, messages = []);
            _order.Enqueue(name);
        }

        messages.Add((message, sender));
    }

    /// <summary>The name that has waited longest; it stays until its messages are taken.</summary>
    public bool TryPeek([NotNullWhen(true)] out TopicName? name)
    {
        // A name whose messages were taken out of turn is left in the order.
        while (_order.TryPeek(out name) && !_waiting.ContainsKey(name))
            _order.Dequeue();
        return name is not null;
    }

    /// <summary>Takes out the messages that wait for a topic, oldest first; none where nothing waits.</summary>
    public IReadOnlyList<(object Message, IActorRef Sender)> Take(TopicName name) =>
        _waiting.Remove(name, out var messages) ? messages : [];
}
