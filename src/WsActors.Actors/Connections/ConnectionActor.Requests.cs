using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections;

/// <summary>
/// Requests for subscriptions until their topics have answered. Each is answered once: by its topic, or here when it is
/// cancelled before.
/// </summary>
public sealed partial class ConnectionActor
{
    // Null while the topics have answered everything: an idle connection keeps nothing.
    private SubscriptionLine? _line;

    // The peer's own TCP holds it back while so many of its requests wait.
    private bool RequestsPileUp => _line is not null && _line.Waiting > _environment.Settings.MaxPendingSubscriptions;

    private void AskTopic(TopicRequest.Subscribe request)
    {
        _line ??= new SubscriptionLine();
        _line.Add(request);
        AskWaiting();
    }

    private void AskWaiting()
    {
        while (_line is not null && _line.TryTake(_environment.Settings.MaxPendingSubscriptions, out var next))
            _environment.Topics.Tell(next);
        if (_line is { IsEmpty: true })
            _line = null;
    }

    private bool WaitsToBeAsked(TopicRequest.Subscribe request) => _line is not null && _line.Waits(request);

    /// <summary>A topic has answered a request, which may have been cancelled meanwhile.</summary>
    private void OnTopicAnswered()
    {
        _line?.Answered();
        AskWaiting();
    }

    private void OnRefusedByTopic(Subscriber.SubscribeRefused refused)
    {
        OnTopicAnswered();
        OnSubscribeRefused(refused);
    }

    private void OnSubscribeRefused(Subscriber.SubscribeRefused refused)
    {
        var request = refused.Request;
        if (!_subscriptions.IsUnanswered(request))
            return;

        _subscriptions.Remove(request.Topic, out _);
        if (request.IsReturn)
            Say(new ServerEvent.Unsubscribed(Id: null, request.Topic, refused.Code));
        if (request.ReplyTo is { } asker)
            asker.Tell(new Refused(refused.Code, refused.Message));
        else
            SayError(request.Request, refused.Code, refused.Message);
        ResumeCommands(request.Topic);
    }

    /// <summary>The server subscribes to a topic whose answer to another request is awaited: that decides what comes of it.</summary>
    private void AwaitOutcome(SubscribeTo command)
    {
        _line ??= new SubscriptionLine();
        _line.Defer(command);
    }

    private void ResumeCommands(TopicName topic)
    {
        if (_line is null)
            return;

        foreach (var command in _line.TakeDeferred(topic))
            SubscribeByServer(command);
        AskWaiting();
    }

    /// <summary>Answers the request of a subscription that was given up before its topic confirmed it.</summary>
    private void AnswerAsCancelled(in Subscription removed)
    {
        if (removed.Request is not { } request || !removed.IsUnanswered)
            return;

        _line?.Remove(request);
        if (request.ReplyTo is { } asker)
            asker.Tell(new Refused(ErrorCode.Cancelled, Refusals.Cancelled(request.Topic)));
        else if (request.Request is { } id)
            SayError(id, ErrorCode.Cancelled, Refusals.Cancelled(request.Topic));
        ResumeCommands(request.Topic);
    }

    /// <summary>The connection ends: whoever subscribed for the client is answered, and no topic is asked any more.</summary>
    private void TellAskersOfTheEnd()
    {
        foreach (var subscription in _subscriptions.Items)
        {
            if (subscription.IsUnanswered)
                subscription.Request!.ReplyTo?.Tell(new Refused(ErrorCode.UnknownConnection, Refusals.ConnectionEnded));
        }

        foreach (var command in _line?.TakeDeferred() ?? [])
            RefuseNotOpen(command.Asker);
        _line = null;
    }
}
