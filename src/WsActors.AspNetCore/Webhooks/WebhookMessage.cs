namespace WsActors.AspNetCore.Webhooks;

/// <summary>A message to post to the application.</summary>
/// <param name="Kind">One of <see cref="WebhookKinds"/>.</param>
/// <param name="Url">The address to post to.</param>
/// <param name="Id">The id, equal for every attempt, so that the application recognises repetitions.</param>
/// <param name="Subject">The connection, user or topic that the message is about.</param>
/// <param name="Body">A CloudEvent in JSON.</param>
internal sealed record WebhookMessage(string Kind, Uri Url, string Id, string Subject, byte[] Body);

/// <summary>The kinds of webhook messages, which are metric labels.</summary>
internal static class WebhookKinds
{
    public const string Connect = "connect";
    public const string Subscribe = "subscribe";
    public const string Publish = "publish";
    public const string Event = "event";
}
