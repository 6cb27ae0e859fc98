namespace WsActors.AspNetCore.Webhooks;

/// <summary>The response of the application.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The bounded body; empty if it was not read.</param>
internal sealed record WebhookResponse(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>True if the application has accepted an event.</summary>
    public bool IsTaken => Status is >= 200 and < 300;

    /// <summary>True if this response decides a request, in either way. A redirect does not, because it is not followed.</summary>
    public bool IsDecision => Status is 200 or 204 or 401 or 403;
}
