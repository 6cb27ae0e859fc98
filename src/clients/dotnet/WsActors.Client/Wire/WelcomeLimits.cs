namespace WsActors.Client.Wire;

/// <summary>The limits that a welcome names.</summary>
internal sealed record WelcomeLimits(int MaxMessageBytes);
