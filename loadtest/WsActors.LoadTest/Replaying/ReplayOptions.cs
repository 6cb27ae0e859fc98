namespace WsActors.LoadTest.Replaying;

/// <summary>The settings of a replay.</summary>
internal sealed record ReplayOptions
{
    public required Uri Url { get; init; }

    /// <summary>The subprotocol to ask for; null for none.</summary>
    public string? Subprotocol { get; init; }

    /// <summary>Sent as a bearer token; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Connections, each of which sends all messages.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>The speed: 1 keeps the times between the messages of the file, 2 halves them; 0 sends without a pause.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>The time for which answers are received after the last message.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);
}
