namespace WsActors.Publishing.Wire;

/// <summary>An error of the admin API (RFC 9457).</summary>
internal sealed record Problem(string? Code, string? Detail);
