using WsActors.Actors.Access;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>
/// The last step of a connect request if it is configured: the application decides, with the identity from the steps before.
/// </summary>
internal sealed class WebhookAccess(WebhookMessages messages, WebhookDecisions decisions) : IAccess
{
    public void Decide(ConnectRequest request) => decisions.Ask(new ConnectDecision(messages.Connect(request), request));
}
