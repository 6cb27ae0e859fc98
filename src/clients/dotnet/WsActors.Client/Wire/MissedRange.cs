namespace WsActors.Client.Wire;

/// <summary>A gap in an answer to <c>history</c>.</summary>
internal sealed record MissedRange(long From, long To, string Reason);
