using Akka.Actor;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Fetches what a client missed, page by page while its outbox has room.</summary>
/// <remarks>A mutable struct, kept in one field of its owner; while nothing is missed it holds a null reference.</remarks>
internal struct CatchUps
{
    private CatchUpQueue? _queue;

    /// <summary>
    /// True if a page of history is on its way that should leave together with what this message brought: a client that returns to five
    /// topics is sent one segment instead of eleven. Anything else sends as ever, so that nothing hangs on the topic.
    /// </summary>
    public readonly bool IsPageAwaitedAfter(object message) =>
        _queue is { IsAsking: true } && message is Subscriber.Subscribed or Subscriber.Replayed;

    public void Add(IActorRef topic, TopicActor.CatchUp next) => (_queue ??= new CatchUpQueue()).Add(topic, next);

    /// <summary>Notes that the page of this request has come or is not wanted any more: a topic that was left may never send it.</summary>
    public readonly void Done(TopicRequest.Subscribe? request) => _queue?.Done(request);

    /// <summary>See <see cref="CatchUpQueue.ReachedBy"/>.</summary>
    public readonly long? ReachedBy(TopicRequest.Subscribe request) => _queue?.ReachedBy(request);

    /// <summary>Gives a subscription up.</summary>
    /// <returns>The last offset that the client has of it; null if it is not catching up.</returns>
    public readonly long? GiveUp(TopicRequest.Subscribe request)
    {
        var reached = _queue?.ReachedBy(request);
        _queue?.Done(request);
        return reached;
    }

    /// <summary>Asks for the next page, unless one is on its way already.</summary>
    public void AskNext(in SubscriptionList subscriptions, IActorRef self)
    {
        if (_queue is null)
            return;

        _queue.AskNext(subscriptions, self);
        if (_queue.IsEmpty)
            _queue = null;
    }

    public void Clear() => _queue = null;

    /// <summary>
    /// Reports a gap. Plain mode cannot report one; there, a client that named the epoch it knew asked for the report and is closed instead.
    /// </summary>
    /// <returns>False if the connection is closed.</returns>
    public static bool TryReport(ServerEvent.Gap gap, TopicRequest.Subscribe request, in Turn turn)
    {
        if (request.Since is not { Epoch: not null } || turn.Encoding.Protocol.Traits.HasFlag(ProtocolTraits.ReportsGaps))
        {
            turn.Effects.Say(gap);
            return true;
        }

        turn.Effects.End(Ending.PositionLost(gap.Missed.Reason));
        return false;
    }
}
