namespace WsActors.Server.Webhooks;

/// <summary>Something to be posted to the application.</summary>
/// <param name="Kind">One of <see cref="WebhookKinds"/>.</param>
/// <param name="Url">Where to.</param>
/// <param name="Id">The same for every attempt, so that the application can tell a repetition.</param>
/// <param name="Subject">Whom or what it is about.</param>
/// <param name="Body">A CloudEvent in JSON.</param>
internal sealed record WebhookMessage(string Kind, Uri Url, string Id, string Subject, byte[] Body);

/// <summary>What webhooks are about: metric labels.</summary>
internal static class WebhookKinds
{
    public const string Connect = "connect";
    public const string Subscribe = "subscribe";
    public const string Publish = "publish";
    public const string Event = "event";
}
