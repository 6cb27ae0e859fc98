using WsActors.Server.Options;

namespace WsActors.Server.Webhooks;

/// <summary>A question on its way to the application. One of the two methods is called, once.</summary>
internal interface IDecision
{
    WebhookMessage Message { get; }

    /// <summary>Passes the application's decision on; false where it makes no sense, and nothing was passed on.</summary>
    bool TryAnswer(WebhookResponse response);

    /// <summary>The application did not decide.</summary>
    void GiveUp(FailurePolicy instead);
}
