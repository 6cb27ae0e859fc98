using WsActors.Actors.Access;

namespace WsActors.Server.Webhooks;

/// <summary>The door's last step, where the settings say so: the application decides, knowing what was found out before.</summary>
internal sealed class WebhookAccess(WebhookMessages messages, WebhookDecisions decisions) : IAccess
{
    public void Decide(ConnectRequest admission) => decisions.Ask(new ConnectDecision(messages.Connect(admission), admission));
}
