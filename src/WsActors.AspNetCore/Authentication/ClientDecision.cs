namespace WsActors.AspNetCore.Authentication;

/// <summary>The decision about a client that wants to connect.</summary>
public sealed class ClientDecision
{
    /// <summary>
    /// No decision is possible now. <c>Webhooks:OnFailure</c> applies: by default the client gets 503 and tries again later.
    /// </summary>
    public static readonly ClientDecision Unavailable = new(ClientDecisionKind.Unavailable);

    private ClientDecision(ClientDecisionKind kind) => Kind = kind;

    internal ClientDecisionKind Kind { get; }

    internal ClientIdentity Identity { get; private init; } = new();

    internal string? Reason { get; private init; }

    /// <summary>The client may connect.</summary>
    /// <param name="identity">The client as the application knows it; null leaves it as its token names it, or anonymous.</param>
    /// <returns>The decision.</returns>
    public static ClientDecision Accept(ClientIdentity? identity = null) => new(ClientDecisionKind.Accepted) { Identity = identity ?? new ClientIdentity() };

    /// <summary>The client may not connect, and should not try again: 403, or close code 4003.</summary>
    /// <param name="reason">The first line of it, up to 100 characters, is sent to the client; null for a text of the server.</param>
    /// <returns>The decision.</returns>
    public static ClientDecision Refuse(string? reason = null) => new(ClientDecisionKind.Refused) { Reason = reason };

    /// <summary>The client's token is missing or not valid, so it should try again with another one: 401, or close code 4201.</summary>
    /// <param name="reason">As in <see cref="Refuse"/>; never the token itself.</param>
    /// <returns>The decision.</returns>
    public static ClientDecision Unauthorized(string? reason = null) => new(ClientDecisionKind.Unauthorized) { Reason = reason };
}
