using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>A decision that the application is asked for. One of the two methods is called once.</summary>
internal interface IDecision
{
    WebhookMessage Message { get; }

    /// <summary>Passes on the application's decision, or returns false if the response is not valid.</summary>
    bool TryAnswer(WebhookResponse response);

    /// <summary>Applies the configured decision, because the application gave none.</summary>
    void GiveUp(FailurePolicy instead);
}
