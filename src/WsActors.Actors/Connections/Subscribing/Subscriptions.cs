using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Handles commands and topics' answers, and decides on messages to both sides. Each request is answered once.</summary>
/// <remarks>A mutable struct, kept in one field of its connection.</remarks>
internal struct Subscriptions
{
    private SubscriptionList _list;
    private SubscriptionRequests _requests;
    private CatchUps _catchUps;

    public readonly int Count => _list.Count;

    /// <summary>The topic of the only subscription; null if there are none or several.</summary>
    public readonly TopicName? Only => _list.Only;

    public readonly bool Contains(TopicName topic) => _list.Contains(topic);

    /// <summary>True if a publication of this topic is for the client.</summary>
    public readonly bool IsLive(TopicName topic) => _list.IsLive(topic);

    /// <summary>True if the topic has accepted the subscription.</summary>
    public readonly bool IsEstablished(TopicName topic) => _list.IsEstablished(topic);

    /// <summary>The first topics, at most so many.</summary>
    public readonly TopicName[] Topics(int most = int.MaxValue) => _list.Topics(most);

    /// <summary>See <see cref="SubscriptionPositions"/>.</summary>
    public readonly SubscriptionPosition[] Positions() => SubscriptionPositions.Of(_list, _catchUps);

    /// <summary>True if so many requests wait that the client's own TCP should hold it back.</summary>
    public readonly bool ArePilingUp(int maxPending) => _requests.ArePilingUp(maxPending);

    /// <summary>See <see cref="CatchUps.IsPageAwaitedAfter"/>.</summary>
    public readonly bool IsPageAwaitedAfter(object message) => _catchUps.IsPageAwaitedAfter(message);

    /// <summary>Asks for the next page of what the client missed. Called while its outbox has room.</summary>
    public void AskNextPage(IActorRef self) => _catchUps.AskNext(_list, self);

    public void SubscribeByClient(ClientCommand.Subscribe command, in Turn turn)
    {
        if (ObjectionTo(command.Topic, turn) is { } objection)
        {
            turn.Effects.Fail(command.Id, objection.Code, objection.Message);
            return;
        }

        switch (turn.Environment.Rules.MaySubscribe(turn.Identity, command.Topic))
        {
            case AccessDecision.Denied denied: turn.Effects.Fail(command.Id, denied.Code, denied.Message); break;
            case AccessDecision.AskBackend: AskBackend(command, turn); break;
            default: Subscribe(command.Topic, command.Id, command.Since, turn); break;
        }
    }

    public void SubscribeByServer(ConnectionMessage.SubscribeTo command, in Turn turn)
    {
        if (_list.IsUnanswered(command.Topic))
            _requests.Defer(command);
        else if (ObjectionTo(command.Topic, turn) is { } objection)
            turn.Effects.Tell(command.ReplyTo, objection);
        else
            Subscribe(command.Topic, request: null, since: null, turn, command.ReplyTo);
    }

    /// <summary>Sends a topic a request for a subscription that is allowed.</summary>
    public void Subscribe(TopicName topic, RequestId? request, SinceRequest? since, in Turn turn, IActorRef? replyTo = null)
    {
        var subscribe = SubscriptionRequests.RequestOf(topic, request, since, replyTo, turn);
        _list.AddPending(subscribe);
        _requests.Send(subscribe, turn);
    }

    /// <summary>Takes the application's answer to a request.</summary>
    public void OnDecided(TopicRequest.Subscribe request, AuthorizationResult result, in Turn turn)
    {
        // The client has left the topic meanwhile, or the answer came twice.
        if (!_list.TryDecide(request))
            return;

        if (result is AuthorizationResult.Allowed)
        {
            _requests.Send(request, turn);
            return;
        }

        var (code, message) = Denials.Of(result, request.Topic, ErrorCode.SubscribeForbidden);
        Refuse(request, code, message, turn);
    }

    /// <summary>Takes a topic's confirmation.</summary>
    /// <returns>False if the client has left while it was on its way: its request was answered then, and the topic was told.</returns>
    public bool TryConfirm(Subscriber.Subscribed subscribed, in Turn turn)
    {
        _requests.Answered(turn);
        return _list.TryAnswer(subscribed.Request, subscribed.Topic, subscribed.TopicRef);
    }

    public void OnSubscribed(Subscriber.Subscribed subscribed, in Turn turn)
    {
        if (!TryConfirm(subscribed, turn))
            return;

        turn.Effects.Say(subscribed.Answer);
        if (subscribed.Gap is { } gap && !CatchUps.TryReport(gap, subscribed.Request, turn))
            return;

        if (subscribed.Request.ReplyTo is { } replyTo)
            turn.Effects.Tell(replyTo, new ConnectionMessage.SubscriptionChanged(turn.Id, subscribed.Topic));
        ResumeCommands(subscribed.Topic, turn);
        if (subscribed.IsLive)
            BecomeLive(subscribed.Request);
        else
            _catchUps.Add(subscribed.TopicRef, new TopicActor.CatchUp(subscribed.Request, subscribed.Recovery!.After));
    }

    public void BecomeLive(TopicRequest.Subscribe request) => _list.BecomeLive(request);

    public void OnRefused(Subscriber.SubscribeRefused refused, in Turn turn)
    {
        _requests.Answered(turn);
        Refuse(refused.Request, refused.Code, refused.Message, turn);
    }

    /// <summary>
    /// Subscribes again to a topic that lost its log: a new log takes its place, under a new epoch. Returning with the lost one's position
    /// makes the answer report that to the client: <c>recovered: false</c> and a gap. A durable topic comes back with its log.
    /// </summary>
    public void ReturnTo(Subscriber.TopicLost lost, in Turn turn)
    {
        // A request that is not answered yet will be: it waits for the new log.
        if (!_list.IsEstablished(lost.Topic) || !_list.Remove(lost.Topic, out var removed))
            return;

        // One that still catches up has not been given everything up to the end of the lost log.
        var reached = removed.Request is { } request ? _catchUps.GiveUp(request) : null;
        turn.Effects.Detach(removed.Topic);
        var since = SinceRequest.From(lost.Last with { Offset = reached ?? lost.Last.Offset });
        var returning = SubscriptionRequests.RequestOf(lost.Topic, request: null, since, replyTo: null, turn) with { IsReturn = true };
        _list.AddPending(returning);
        _requests.Send(returning, turn);
    }

    /// <summary>Leaves all topics, because the connection ends. Actors that subscribed for the client are answered.</summary>
    public void LeaveAll(in Turn turn)
    {
        Leaving.LeaveAll(_list, _requests, turn);
        _list.Clear();
        _requests.Clear();
        _catchUps.Clear();
    }

    /// <summary>Takes a page of what the client missed.</summary>
    public void OnReplayed(Subscriber.Replayed replayed, in Turn turn)
    {
        var (request, page) = (replayed.Request, replayed.Page);
        _catchUps.Done(request);
        if (!_list.Awaits(request))
            return;

        if (page.Missed is { } missed && !CatchUps.TryReport(new ServerEvent.Gap(replayed.Topic, missed), request, turn))
            return;

        turn.Effects.Replay(replayed.Frames);
        if (page.IsEnd)
            BecomeLive(request);
        else
            _catchUps.Add(replayed.TopicRef, new TopicActor.CatchUp(request, page.After));
    }

    /// <summary>The objection to a subscription; null if there is none.</summary>
    public readonly ConnectionMessage.Refused? ObjectionTo(TopicName topic, in Turn turn)
    {
        if (_list.Contains(topic))
            return new ConnectionMessage.Refused(ErrorCode.AlreadySubscribed, Refusals.AlreadySubscribed(topic));

        return _list.Count < turn.MaxSubscriptions
            ? null
            : new ConnectionMessage.Refused(ErrorCode.TooManySubscriptions, Refusals.TooManySubscriptions(turn.MaxSubscriptions));
    }

    // It counts as a subscription while it waits: a flood of them ends at the same bound.
    private void AskBackend(ClientCommand.Subscribe command, in Turn turn)
    {
        var request = SubscriptionRequests.RequestOf(command.Topic, command.Id, command.Since, replyTo: null, turn);
        _list.AddUndecided(request);
        turn.Effects.Authorize(new AuthorizationRequest.Subscribe { Connection = turn.Id, User = turn.Identity.User, Topic = command.Topic, Request = request });
    }

    private void Refuse(TopicRequest.Subscribe request, string code, string message, in Turn turn)
    {
        if (!_list.IsUnanswered(request))
            return;

        _list.Remove(request.Topic, out _);
        if (request.IsReturn)
            turn.Effects.Say(new ServerEvent.Unsubscribed(Id: null, request.Topic, code));
        if (request.ReplyTo is { } replyTo)
            turn.Effects.Tell(replyTo, new ConnectionMessage.Refused(code, message));
        else
            turn.Effects.Fail(request.Request, code, message);
        ResumeCommands(request.Topic, turn);
    }

    private void ResumeCommands(TopicName topic, in Turn turn)
    {
        foreach (var command in _requests.TakeDeferred(topic))
            SubscribeByServer(command, turn);
        _requests.SendWaiting(turn);
    }

    /// <summary>Leaves a topic; false if the client is not subscribed to it.</summary>
    public bool TryLeave(TopicName topic, in Turn turn)
    {
        if (!_list.Remove(topic, out var removed))
            return false;

        _catchUps.Done(removed.Request);
        Leaving.Leave(removed, _requests, turn);
        AnswerAsCancelled(removed, turn);
        turn.Effects.Detach(removed.Topic);
        return true;
    }

    // The topic was left before it confirmed the subscription.
    private void AnswerAsCancelled(in Subscription removed, in Turn turn)
    {
        if (removed.Request is not { } request || !removed.IsUnanswered)
            return;

        _requests.Remove(request);
        if (request.ReplyTo is { } replyTo)
            turn.Effects.Tell(replyTo, new ConnectionMessage.Refused(ErrorCode.Cancelled, Refusals.Cancelled(request.Topic)));
        else if (request.Request is { } id)
            turn.Effects.Fail(id, ErrorCode.Cancelled, Refusals.Cancelled(request.Topic));
        ResumeCommands(request.Topic, turn);
    }
}
