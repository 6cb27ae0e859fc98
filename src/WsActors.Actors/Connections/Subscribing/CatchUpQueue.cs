using Akka.Actor;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>
/// The subscriptions of one connection that still have to catch up: one page is fetched at a time, so that a client that returns to a
/// thousand topics does not get all of their histories at once.
/// </summary>
internal sealed class CatchUpQueue
{
    private readonly Queue<(IActorRef TopicRef, TopicActor.CatchUp Next)> _waiting = [];
    private TopicActor.CatchUp? _asked;

    /// <summary>True if a page is on its way.</summary>
    public bool IsAsking => _asked is not null;

    public bool IsEmpty => _asked is null && _waiting.Count == 0;

    public void Add(IActorRef topicRef, TopicActor.CatchUp next) => _waiting.Enqueue((topicRef, next));

    /// <summary>The page of this request has come, or never will.</summary>
    public void Done(TopicRequest.Subscribe? request)
    {
        if (ReferenceEquals(_asked?.Request, request))
            _asked = null;
    }

    /// <summary>The last offset that the client has of this subscription; null if it is not catching up.</summary>
    public long? ReachedBy(TopicRequest.Subscribe request)
    {
        if (ReferenceEquals(_asked?.Request, request))
            return _asked!.After;

        foreach (var (_, next) in _waiting)
        {
            if (ReferenceEquals(next.Request, request))
                return next.After;
        }

        return null;
    }

    /// <summary>Asks for the next page, unless one is on its way already.</summary>
    /// <param name="subscriptions">The subscriptions; those that are in the list still want to catch up.</param>
    /// <param name="self">The connection.</param>
    public void AskNext(in SubscriptionList subscriptions, IActorRef self)
    {
        while (_asked is null && _waiting.TryDequeue(out var next))
        {
            if (!subscriptions.Awaits(next.Next.Request))
                continue;

            _asked = next.Next;
            next.TopicRef.Tell(next.Next, self);
        }
    }
}
