using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Access;

/// <summary>The answer to a client that showed a new token.</summary>
/// <param name="Request">The client's request.</param>
/// <param name="Identity">The identity that the token gives; null if it is rejected.</param>
/// <param name="Fault">The fault of a rejected token, never the token itself.</param>
internal sealed record RefreshDecision(RequestId? Request, Identity? Identity, string? Fault = null);
