namespace WsActors.Server.Webhooks;

/// <summary>What the application answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">Its body, bounded; empty where it was of no interest.</param>
internal sealed record WebhookResponse(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether an event is taken.</summary>
    public bool IsTaken => Status is >= 200 and < 300;

    /// <summary>Whether this decides a question, one way or the other. A redirect does not: it is never followed.</summary>
    public bool IsDecision => Status is 200 or 204 or 401 or 403;
}
