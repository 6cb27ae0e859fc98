using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Topics;
using WsActors.Protocol.Push;
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
        if (ObjectionTo(command.Topic) is { } objection)
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

    private void Subscribe(TopicName topic, RequestId? request, SinceRequest? since, IActorRef? asker = null)
    {
        var subscribe = SubscriptionOf(topic, request, since, asker);
        _subscriptions.AddPending(subscribe);
        _environment.Topics.Tell(subscribe);
    }

    private TopicsActor.Subscribe SubscriptionOf(TopicName topic, RequestId? request, SinceRequest? since, IActorRef? asker) =>
        new(topic, Self, _protocol!)
        {
            Compression = _compression is { IsShared: true } ? _compression : null,
            Request = request,
            Since = since,
            User = _identity.User,
            Asker = asker,
        };

    /// <summary>
    /// The topic's log is lost: a new one takes its place, under a new epoch. Returning with the lost one's position makes
    /// the answer say so to the client: <c>recovered: false</c>, and a gap if something was published meanwhile.
    /// </summary>
    private void ReturnTo(Subscriber.TopicLost lost)
    {
        if (!_subscriptions.Remove(lost.Topic, out var removed))
            return;

        _outbox.Seal(removed.Topic);
        if (removed.Request is not null)
            _catchUps?.Done(removed.Request);
        Subscribe(lost.Topic, request: null, SinceRequest.From(lost.Last));
    }

    private void OnSubscribed(Subscriber.Subscribed subscribed)
    {
        // The client has left while the answer was on its way, and the topic is told of that.
        if (!_subscriptions.TryAnswer(subscribed.Request, subscribed.Topic, subscribed.Home))
            return;

        Say(new ServerEvent.Subscribed(
            subscribed.Request.Request, subscribed.Topic, subscribed.Position, subscribed.Recovery?.IsComplete));
        if (subscribed.Recovery?.Missed is { } missed)
            Say(new ServerEvent.Gap(subscribed.Topic, missed));
        subscribed.Request.Asker?.Tell(new SubscriptionChanged(_id, subscribed.Topic));
        if (subscribed.IsLive)
            _subscriptions.BecomeLive(subscribed.Request);
        else
            CatchUp(subscribed.Home, new TopicActor.CatchUp(subscribed.Request, subscribed.Recovery!.After));
    }

    private void OnSubscribeRefused(Subscriber.SubscribeRefused refused)
    {
        if (_subscriptions.Awaits(refused.Request))
            _subscriptions.Remove(refused.Request.Topic, out _);
        if (refused.Request.Asker is { } asker)
            asker.Tell(new Refused(refused.Code, refused.Message));
        else
            SayError(refused.Request.Request, refused.Code, refused.Message);
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
        _outbox.Seal(removed.Topic);
        _deadlines.Spoken(_environment.Clock.Now);
        CheckByNextDeadline();
        return true;
    }

    private void LeaveAllTopics()
    {
        foreach (var subscription in _subscriptions.Items)
            Leave(subscription);
        _subscriptions.Clear();
        _catchUps = null;
    }

    // What was asked by way of all topics is taken back by the same way, and so cannot overtake it.
    private void Leave(in Subscription subscription)
    {
        if (subscription.Home is { } home)
            home.Tell(new TopicActor.Unsubscribe(Self));
        else
            _environment.Topics.Tell(new TopicsActor.Unsubscribe(subscription.Topic, Self));
    }

    private void PublishByClient(ClientCommand.Publish command)
    {
        if ((command.Topic ?? _subscriptions.Only) is not { } topic)
        {
            SayError(command.Id, ErrorCode.NotSubscribed, "a publication without a topic needs exactly one subscription");
            return;
        }

        switch (_environment.Rules.MayPublish(_identity, topic))
        {
            case AccessDecision.Denied denied: SayError(command.Id, denied.Code, denied.Message); break;
            case AccessDecision.AskApplication: AskToPublish(topic, command); break;
            default: Publish(topic, command.Publication, command.Id); break;
        }
    }

    private void Publish(TopicName topic, Publication publication, RequestId? request) =>
        _environment.Topics.Tell(new TopicsActor.Publish(topic, publication, PublicationSource.Client, request));

    private void OnPublished(TopicActor.Published published) =>
        Answer(new ServerEvent.Published(published.Request, published.Position.Offset));

    private static void RefuseNotOpen(IActorRef asker) =>
        asker.Tell(new Refused(ErrorCode.UnknownConnection, "the connection is not open: it is still connecting, or closing"));
}
