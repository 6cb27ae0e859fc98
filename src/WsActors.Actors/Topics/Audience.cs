using Akka.Actor;
using WsActors.Protocol.Push;

namespace WsActors.Actors.Topics;

/// <summary>A topic's subscribers that speak one protocol, and so can share one frame.</summary>
internal sealed class Audience(IClientProtocol protocol)
{
    // By reference: an actor reference's own hash walks its whole path.
    private readonly HashSet<IActorRef> _subscribers = new(ReferenceEqualityComparer.Instance);

    public IClientProtocol Protocol { get; } = protocol;

    public int Count => _subscribers.Count;

    public IEnumerable<IActorRef> Subscribers => _subscribers;

    /// <summary>The frames of kept messages, which many returning subscribers share.</summary>
    public ReplayFrames Replays { get; } = new(protocol);

    public bool Add(IActorRef subscriber) => _subscribers.Add(subscriber);

    public bool Remove(IActorRef subscriber) => _subscribers.Remove(subscriber);

    /// <summary>Tells everyone one shared message.</summary>
    public void Tell(object message, IActorRef sender)
    {
        foreach (var subscriber in _subscribers)
            subscriber.Tell(message, sender);
    }
}
