using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Publishes for the client, as far as the topics' rules and the application allow it.</summary>
/// <remarks>A mutable struct, kept in one field of its connection; while nothing is undecided it holds a null reference.</remarks>
internal struct Publications
{
    private PendingPublications? _pending;

    /// <param name="command">The client's command.</param>
    /// <param name="only">The topic that a publication without one is for; null if there is not exactly one.</param>
    /// <param name="turn">The turn.</param>
    public void Publish(ClientCommand.Publish command, TopicName? only, in Turn turn)
    {
        if ((command.Topic ?? only) is not { } topic)
        {
            turn.Effects.Fail(command.Id, ErrorCode.NotSubscribed, "a publication without a topic needs exactly one subscription");
            return;
        }

        if (!command.IncludesSender)
            command = command with { Publication = command.Publication.Excluding(turn.Id.ToString()) };

        switch (turn.Environment.Rules.MayPublish(turn.Identity, topic))
        {
            case AccessDecision.Denied denied: turn.Effects.Fail(command.Id, denied.Code, denied.Message); break;
            case AccessDecision.AskBackend: AskBackend(topic, command, turn); break;
            default: Publish(topic, command.Publication, command.Id, turn); break;
        }
    }

    /// <summary>Takes the application's answer. Publications keep the client's order, whichever is answered first.</summary>
    public void OnDecided(AuthorizationRequest.Publish request, AuthorizationResult result, in Turn turn)
    {
        _pending?.Answer(request, result);
        while (_pending is not null && _pending.TryTake(out var decided, out var its))
            Conclude(decided, its, turn);
        if (_pending is { IsEmpty: true })
            _pending = null;
    }

    private void AskBackend(TopicName topic, ClientCommand.Publish command, in Turn turn)
    {
        _pending ??= new PendingPublications();
        if (_pending.IsFull)
        {
            turn.Effects.Fail(command.Id, ErrorCode.TryAgainLater, Refusals.TooManyUndecided(PendingPublications.MaxLength));
            return;
        }

        var request = new AuthorizationRequest.Publish
        {
            Connection = turn.Id,
            User = turn.Identity.User,
            Topic = topic,
            Publication = command.Publication,
            Request = command.Id,
        };
        _pending.Add(request);
        turn.Effects.Authorize(request);
    }

    private static void Conclude(AuthorizationRequest.Publish request, AuthorizationResult result, in Turn turn)
    {
        if (result is AuthorizationResult.Allowed)
        {
            Publish(request.Topic, request.Publication, request.Request, turn);
            return;
        }

        var (code, message) = Denials.Of(result, request.Topic, ErrorCode.PublishForbidden);
        turn.Effects.Fail(request.Request, code, message);
    }

    private static void Publish(TopicName topic, Publication publication, RequestId? request, in Turn turn) =>
        turn.Effects.Tell(turn.Environment.Topics, new TopicRequest.Publish(topic, publication, PublicationSource.Client, request));
}
