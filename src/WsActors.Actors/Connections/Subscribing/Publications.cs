using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Publishes for the client, as far as the topics' rules and the application allow it.</summary>
/// <remarks>A mutable struct, kept in one field of its connection; for most clients, and while nothing is undecided, it holds a null reference.</remarks>
internal struct Publications
{
    // PendingPublications of a client, or UnansweredRequests of a back end, about which the application is not asked.
    private object? _waiting;

    /// <summary>True if so many requests of a back end wait that its own TCP should hold it back.</summary>
    public readonly bool ArePilingUp => _waiting is UnansweredRequests { IsFull: true };

    private PendingPublications? Pending { readonly get => _waiting as PendingPublications; set => _waiting = value; }

    /// <summary>Counts a request that a topic will answer, if it is a back end's.</summary>
    public void Expect(in Turn turn)
    {
        if (turn.Identity.IsBackEnd)
            ((UnansweredRequests)(_waiting ??= new UnansweredRequests())).Add();
    }

    /// <summary>Notes that a request has been answered.</summary>
    public readonly void OnAnswered() => (_waiting as UnansweredRequests)?.Remove();

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

        if (ObjectionTo(command, turn) is { } objection)
        {
            turn.Effects.Fail(command.Id, objection.Code, objection.Message);
            return;
        }

        var request = RequestOf(command.Topic is null ? command with { Topic = topic } : command, command.Id, turn);
        switch (turn.Environment.Rules.MayPublish(turn.Identity, topic))
        {
            case AccessDecision.Denied denied: turn.Effects.Fail(command.Id, denied.Code, denied.Message); break;
            case AccessDecision.AskBackend: AskBackend(request, turn); break;
            default: Expect(turn); turn.Effects.Tell(turn.Environment.Topics, request); break;
        }
    }

    public void Publish(ClientCommand.PublishBatch batch, in Turn turn)
    {
        if (Batches.Publish(batch, turn))
            Expect(turn);
    }

    /// <summary>Takes the application's answer. Publications keep the client's order, whichever is answered first.</summary>
    public void OnDecided(AuthorizationRequest.Publish request, AuthorizationResult result, in Turn turn)
    {
        var pending = Pending;
        pending?.Answer(request, result);
        while (pending is not null && pending.TryTake(out var decided, out var its))
            Conclude(decided, its, turn);
        if (pending is { IsEmpty: true })
            Pending = null;
    }

    /// <summary>The objection to the fields of a publication; null if there is none.</summary>
    public static TopicReply.Refused? ObjectionTo(ClientCommand.Publish command, in Turn turn)
    {
        var except = command.Publication.Except;
        if (except is null && (command.IdempotencyKey is null || turn.Identity.IsBackEnd))
            return null;
        if (!turn.Identity.IsBackEnd)
            return new TopicReply.Refused(ErrorCode.PublishForbidden, Refusals.ForBackEnds);
        if (ConnectionId.FaultOfExcept(except) is { } fault)
            return new TopicReply.Refused(ErrorCode.MalformedCommand, fault);

        return command.IncludesSender ? null : new TopicReply.Refused(ErrorCode.MalformedCommand, Refusals.ExceptAndEcho);
    }

    /// <summary>Makes the topic's request of a command that names its topic.</summary>
    public static TopicRequest.Publish RequestOf(ClientCommand.Publish command, RequestId? request, in Turn turn) => new(
        command.Topic!,
        command.IncludesSender ? command.Publication : command.Publication.Excluding(turn.Id.ToString()),
        turn.Identity.IsBackEnd ? PublicationSource.BackEnd : PublicationSource.Client,
        request)
    {
        IdempotencyKey = command.IdempotencyKey,
    };

    private void AskBackend(TopicRequest.Publish publish, in Turn turn)
    {
        var pending = Pending ??= new PendingPublications();
        if (pending.IsFull)
        {
            turn.Effects.Fail(publish.Request, ErrorCode.TryAgainLater, Refusals.TooManyUndecided(PendingPublications.MaxLength));
            return;
        }

        var request = new AuthorizationRequest.Publish
        {
            Connection = turn.Id,
            User = turn.Identity.User,
            Topic = publish.Topic,
            Publication = publish.Publication,
            Request = publish.Request,
        };
        pending.Add(request);
        turn.Effects.Authorize(request);
    }

    private static void Conclude(AuthorizationRequest.Publish request, AuthorizationResult result, in Turn turn)
    {
        if (result is AuthorizationResult.Allowed)
        {
            turn.Effects.Tell(
                turn.Environment.Topics,
                new TopicRequest.Publish(request.Topic, request.Publication, PublicationSource.Client, request.Request));
            return;
        }

        var (code, message) = Denials.Of(result, request.Topic, ErrorCode.PublishForbidden);
        turn.Effects.Fail(request.Request, code, message);
    }
}
