using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Brings a connection's requests to their topics, a few at a time.</summary>
/// <remarks>A mutable struct, kept in one field of its owner; while the topics have answered everything it holds a null reference.</remarks>
internal struct SubscriptionRequests
{
    private PendingSubscriptions? _pending;

    /// <summary>True if so many requests wait that the client's own TCP should hold it back.</summary>
    public readonly bool ArePilingUp(int maxPending) => _pending is not null && _pending.Waiting > maxPending;

    /// <summary>True if the request has not been sent to its topic yet.</summary>
    public readonly bool IsWaiting(TopicRequest.Subscribe request) => _pending is not null && _pending.Waits(request);

    public static TopicRequest.Subscribe RequestOf(
        TopicName topic, RequestId? request, SinceRequest? since, IActorRef? replyTo, in Turn turn) =>
        new(topic, turn.Self, turn.Encoding.Protocol.Shared)
        {
            Carrier = turn.Encoding.Carrier,
            Compression = turn.SharedCompression,
            Request = request,
            Since = since,
            User = turn.Identity.User,
            Info = turn.Identity.Info,
            IsUnruled = !turn.Identity.IsClient,
            ReplyTo = replyTo,
        };

    public void Send(TopicRequest.Subscribe request, in Turn turn)
    {
        (_pending ??= new PendingSubscriptions()).Add(request);
        SendWaiting(turn);
    }

    /// <summary>Notes that a topic has answered a request, which may have been cancelled meanwhile.</summary>
    public void Answered(in Turn turn)
    {
        _pending?.Answered();
        SendWaiting(turn);
    }

    /// <summary>Removes a request that is no longer wanted, if it has not been sent.</summary>
    public readonly void Remove(TopicRequest.Subscribe request) => _pending?.Remove(request);

    /// <summary>Keeps a command of the server until the client's request for the same topic is answered.</summary>
    public void Defer(ConnectionMessage.SubscribeTo command) => (_pending ??= new PendingSubscriptions()).Defer(command);

    /// <summary>Takes out the deferred commands of a topic; of all topics if none is named.</summary>
    public readonly IReadOnlyList<ConnectionMessage.SubscribeTo> TakeDeferred(TopicName? topic = null) => _pending?.TakeDeferred(topic) ?? [];

    public void SendWaiting(in Turn turn)
    {
        while (_pending is not null && _pending.TryTake(turn.Environment.Settings.MaxPendingSubscriptions, out var next))
            turn.Effects.Tell(turn.Environment.Topics, next);
        if (_pending is { IsEmpty: true })
            _pending = null;
    }

    public void Clear() => _pending = null;
}
