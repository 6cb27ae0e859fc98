namespace WsActors.Actors.Backend;

/// <summary>The application's answer to a request, sent to the connection that asked.</summary>
public sealed record Authorized(AuthorizationRequest Request, AuthorizationResult Answer);
