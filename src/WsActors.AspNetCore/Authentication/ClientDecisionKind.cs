namespace WsActors.AspNetCore.Authentication;

/// <summary>The kind of a decision about a client.</summary>
internal enum ClientDecisionKind
{
    Accepted,
    Refused,
    Unauthorized,
    Unavailable,
}
