using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Model;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections;

/// <summary>What the client, or the application for it, asks for.</summary>
public sealed partial class ConnectionActor
{
    private bool IsIdle => _subscriptions.Count == 0;

    private void Execute(ClientCommand command)
    {
        switch (command)
        {
            case ClientCommand.Subscribe subscribe: SubscribeByClient(subscribe); break;
            case ClientCommand.Unsubscribe unsubscribe: UnsubscribeByClient(unsubscribe); break;
            case ClientCommand.Publish publish: PublishByClient(publish); break;
            case ClientCommand.History history: AskHistory(history); break;
            case ClientCommand.Presence presence: AskMembers(presence); break;
            case ClientCommand.Refresh refresh: Refresh(refresh); break;
            case ClientCommand.Ping ping: Answer(new ServerEvent.Pong(ping.Id)); break;
            case ClientCommand.Invalid invalid: SayError(invalid.Id, invalid.Code, invalid.Message); break;
        }
    }

    private void SubscribeByClient(ClientCommand.Subscribe command)
    {
        if (ObjectionTo(command.Topic) is { } objection)
        {
            SayError(command.Id, objection.Code, objection.Message);
            return;
        }

        switch (_environment.Rules.MaySubscribe(_identity, command.Topic))
        {
            case AccessDecision.Denied denied: SayError(command.Id, denied.Code, denied.Message); break;
            case AccessDecision.AskApplication: AskToSubscribe(command); break;
            default: Subscribe(command.Topic, command.Id, command.Since); break;
        }
    }

    private void SubscribeByServer(SubscribeTo command)
    {
        if (_subscriptions.IsUnanswered(command.Topic))
            AwaitOutcome(command);
        else if (ObjectionTo(command.Topic) is { } objection)
            command.Asker.Tell(objection);
        else
            Subscribe(command.Topic, request: null, since: null, command.Asker);
    }

    private Refused? ObjectionTo(TopicName topic)
    {
        var limit = MaxSubscriptions;
        if (_subscriptions.Contains(topic))
            return new Refused(ErrorCode.AlreadySubscribed, Refusals.AlreadySubscribed(topic));

        return _subscriptions.Count < limit
            ? null
            : new Refused(ErrorCode.TooManySubscriptions, Refusals.TooManySubscriptions(limit));
    }

    private void Subscribe(TopicName topic, RequestId? request, SinceRequest? since, IActorRef? asker = null) =>
        Subscribe(SubscriptionOf(topic, request, since, asker));

    private void Subscribe(TopicRequest.Subscribe subscribe)
    {
        _subscriptions.AddPending(subscribe);
        AskTopic(subscribe);
    }

    private TopicRequest.Subscribe SubscriptionOf(TopicName topic, RequestId? request, SinceRequest? since, IActorRef? asker) =>
        new(topic, Self, _encoding.Protocol.Shared)
        {
            Carrier = _encoding.Carrier,
            Compression = _compression is { IsShared: true } ? _compression : null,
            Request = request,
            Since = since,
            User = _identity.User,
            ReplyTo = asker,
        };

    /// <summary>
    /// The topic's log is lost: a new one takes its place, under a new epoch. Returning with the lost one's position makes
    /// the answer say so to the client: <c>recovered: false</c> and a gap. A durable topic comes back with its log.
    /// </summary>
    private void ReturnTo(Subscriber.TopicLost lost)
    {
        // A request that is not answered yet will be: it waits for the new log.
        if (!_subscriptions.Stands(lost.Topic) || !_subscriptions.Remove(lost.Topic, out var removed))
            return;

        // One that still catches up has not been given everything up to the end of the lost log.
        var seen = lost.Last.Offset;
        if (removed.Request is { } request && _catchUps is not null)
        {
            seen = _catchUps.ReachedBy(request) ?? seen;
            _catchUps.Done(request);
        }

        _outbox.Seal(removed.Topic);
        var since = SinceRequest.From(lost.Last with { Offset = seen });
        Subscribe(SubscriptionOf(lost.Topic, request: null, since, asker: null) with { IsReturn = true });
    }

    private void OnSubscribed(Subscriber.Subscribed subscribed)
    {
        OnTopicAnswered();

        // The client has left while the answer was on its way: its request was answered then, and the topic was told.
        if (!_subscriptions.TryAnswer(subscribed.Request, subscribed.Topic, subscribed.TopicRef))
            return;

        Say(subscribed.Answer);
        if (subscribed.Gap is { } gap && !TryReport(gap, subscribed.Request))
            return;

        subscribed.Request.ReplyTo?.Tell(new SubscriptionChanged(_id, subscribed.Topic));
        ResumeCommands(subscribed.Topic);
        if (subscribed.IsLive)
            _subscriptions.BecomeLive(subscribed.Request);
        else
            CatchUp(subscribed.TopicRef, new TopicActor.CatchUp(subscribed.Request, subscribed.Recovery!.After));
    }

    private void UnsubscribeByClient(ClientCommand.Unsubscribe command)
    {
        if (TryUnsubscribe(command.Topic))
            Say(new ServerEvent.Unsubscribed(command.Id, command.Topic, Reason: null));
        else
            SayError(command.Id, ErrorCode.NotSubscribed, Refusals.NotSubscribed(command.Topic));
    }

    private void UnsubscribeByServer(UnsubscribeFrom command)
    {
        if (TryUnsubscribe(command.Topic))
        {
            Say(new ServerEvent.Unsubscribed(Id: null, command.Topic, command.Reason));
            command.Asker.Tell(new SubscriptionChanged(_id, command.Topic));
        }
        else
        {
            command.Asker.Tell(new Refused(ErrorCode.NotSubscribed, Refusals.NotSubscribed(command.Topic)));
        }
    }

    private bool TryUnsubscribe(TopicName topic)
    {
        if (!_subscriptions.Remove(topic, out var removed))
            return false;

        Leave(removed);
        AnswerAsCancelled(removed);
        _outbox.Seal(removed.Topic);
        _deadlines.Spoken(_environment.Clock.Now);
        CheckByNextDeadline();
        return true;
    }

    private static void RefuseNotOpen(IActorRef asker) =>
        asker.Tell(new Refused(ErrorCode.UnknownConnection, "the connection is not open: it is still connecting, or closing"));
}
