using WsActors.Actors.Backend;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections;

/// <summary>
/// What the rules leave to the application. A question carries what waits for its answer, and the answer comes as a message;
/// meanwhile the client may go on, leave the topic again, or be gone.
/// </summary>
public sealed partial class ConnectionActor
{
    private void AskToEnter(ConnectionRoute route, HandshakeRequest request, ReadOnlySpan<byte> early) => _environment.Application.Decide(
        new AuthorizationRequest.Enter
        {
            Connection = _id,
            User = _identity.User,
            Topic = route.Topic!,
            Route = route,
            Request = request,
            Early = early.ToArray(),
        },
        Self);

    private void OnMayEnter(Answered answered)
    {
        if (answered.AuthorizationRequest is not AuthorizationRequest.Enter question || _session.State != SessionState.AwaitingDecision)
            return;

        switch (answered.AuthorizationResult)
        {
            case AuthorizationResult.Allowed: Accept(question.Route!, question.Request!); break;
            case AuthorizationResult.Refused refused: Refuse(HandshakeRefusals.ByApplication(refused.Reason)); break;
            default: Refuse(HandshakeRefusals.Undecided); break;
        }

        Advance(question.Early.ToArray());
    }

    // It counts as a subscription while it waits: a flood of them ends at the same bound.
    private void AskToSubscribe(ClientCommand.Subscribe command)
    {
        var subscribe = SubscriptionOf(command.Topic, command.Id, command.Since, asker: null);
        _subscriptions.AddUndecided(subscribe);
        _environment.Application.Decide(
            new AuthorizationRequest.Subscribe { Connection = _id, User = _identity.User, Topic = command.Topic, Request = subscribe }, Self);
    }

    private void AskToPublish(TopicName topic, ClientCommand.Publish command)
    {
        _publications ??= new PublicationLine();
        if (_publications.IsFull)
        {
            SayError(command.Id, ErrorCode.TryAgainLater, Refusals.TooManyUndecided(PublicationLine.MaxLength));
            return;
        }

        var question = new AuthorizationRequest.Publish
        {
            Connection = _id,
            User = _identity.User,
            Topic = topic,
            Publication = command.Publication,
            Request = command.Id,
        };
        _publications.Add(question);
        _environment.Application.Decide(question, Self);
    }

    private void OnAnswered(Answered answered)
    {
        switch (answered.AuthorizationRequest)
        {
            case AuthorizationRequest.Subscribe question: OnMaySubscribe(question.Request!, answered.AuthorizationResult); break;
            case AuthorizationRequest.Publish question: OnMayPublish(question, answered.AuthorizationResult); break;
        }
    }

    private void OnMaySubscribe(TopicRequest.Subscribe request, AuthorizationResult verdict)
    {
        // The client has left the topic meanwhile, or the answer came twice.
        if (!_subscriptions.TryDecide(request))
            return;

        if (verdict is AuthorizationResult.Allowed)
        {
            AskTopic(request);
            return;
        }

        var (code, message) = DenialOf(verdict, request.Topic, ErrorCode.SubscribeForbidden);
        OnSubscribeRefused(new Subscriber.SubscribeRefused(request, code, message));
    }

    private void OnMayPublish(AuthorizationRequest.Publish question, AuthorizationResult verdict)
    {
        _publications?.Answer(question, verdict);
        while (_publications is not null && _publications.TryTake(out var decided, out var its))
            Conclude(decided, its);
        if (_publications is { IsEmpty: true })
            _publications = null;
    }

    private void Conclude(AuthorizationRequest.Publish question, AuthorizationResult verdict)
    {
        if (verdict is AuthorizationResult.Allowed)
        {
            Publish(question.Topic, question.Publication, question.Request);
            return;
        }

        var (code, message) = DenialOf(verdict, question.Topic, ErrorCode.PublishForbidden);
        SayError(question.Request, code, message);
    }

    private static (string Code, string Message) DenialOf(AuthorizationResult verdict, TopicName topic, string forbidden) =>
        verdict is AuthorizationResult.Refused refused
            ? (forbidden, Refusals.ByApplication(topic, refused.Reason))
            : (ErrorCode.TryAgainLater, Refusals.Undecided(topic));

    // A poll comes and goes with each message: its user did not.
    private bool IsToldOf => _environment.Application.HearsOfConnections && _encoding.Protocol is not null and not PollProtocol;

    private void TellConnected()
    {
        if (IsToldOf)
            _environment.Application.Tell(new BackendEvent.Connected(_id, _identity.User, ClientEndPoint));
    }

    private void TellDisconnected(CloseCode code)
    {
        if (IsToldOf)
            _environment.Application.Tell(
                new BackendEvent.Disconnected(_id, _identity.User, code, _environment.Clock.Now - _acceptedAt));
    }

    // Without an outcome, a fault of ours or the end of the node took it.
    private void TellDisconnectedUnlessTold()
    {
        if (_outcome == ConnectionOutcome.None)
            TellDisconnected(CloseCode.Abnormal);
    }
}
