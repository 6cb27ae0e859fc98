using Akka.Actor;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>Subscribers that leave many topics at once, oldest first: their topics are told one after the other.</summary>
internal sealed class Departures
{
    private readonly Queue<(IActorRef Subscriber, IReadOnlyList<(TopicName Topic, IActorRef? TopicRef)> Topics)> _waiting = new();
    private int _next;

    public bool IsEmpty => _waiting.Count == 0;

    public void Add(IActorRef who, IReadOnlyList<(TopicName Topic, IActorRef? TopicRef)> topics)
    {
        if (topics.Count > 0)
            _waiting.Enqueue((who, topics));
    }

    /// <summary>Takes out the next topic that is left, and who leaves it.</summary>
    public bool TryTake(out IActorRef who, out TopicName topic, out IActorRef? home)
    {
        (who, topic, home) = (ActorRefs.Nobody, null!, null);
        if (!_waiting.TryPeek(out var departure))
            return false;

        who = departure.Subscriber;
        (topic, home) = departure.Topics[_next++];
        if (_next == departure.Topics.Count)
        {
            _waiting.Dequeue();
            _next = 0;
        }

        return true;
    }
}
