using WsActors.Actors.Access;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Http;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>Asks the application whether a client may connect, and with which identity.</summary>
internal sealed class ConnectDecision(WebhookMessage message, ConnectRequest request) : IDecision
{
    public WebhookMessage Message { get; } = message;

    public bool TryAnswer(WebhookResponse response)
    {
        if (response.Status is not (200 or 204))
            request.Deny(HandshakeRefusals.ByApplication(ReasonLine.Of(response.Body.Span)));
        else if (ConnectAnswer.TryMerge(response.Body.Span, request.Identity, out var identity))
            (request with { Identity = identity }).Admit();
        else
            return false;

        return true;
    }

    public void GiveUp(FailurePolicy instead)
    {
        if (instead == FailurePolicy.Allow)
            request.Admit();
        else
            request.Deny(HandshakeRefusals.Undecided);
    }
}
