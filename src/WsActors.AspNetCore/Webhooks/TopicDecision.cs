using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>Asks the application whether a client may subscribe or publish to a topic. Only the status of the response counts.</summary>
internal sealed class TopicDecision(WebhookMessage message, AuthorizationRequest request, IActorRef connection) : IDecision
{
    public WebhookMessage Message { get; } = message;

    public bool TryAnswer(WebhookResponse response)
    {
        Tell(response.Status is 200 or 204 ? AuthorizationResult.Allowed.Instance : new AuthorizationResult.Refused(ReasonLine.Of(response.Body.Span)));
        return true;
    }

    public void GiveUp(FailurePolicy instead) =>
        Tell(instead == FailurePolicy.Allow ? AuthorizationResult.Allowed.Instance : AuthorizationResult.Unanswered.Instance);

    private void Tell(AuthorizationResult result) => connection.Tell(new Authorized(request, result));
}
