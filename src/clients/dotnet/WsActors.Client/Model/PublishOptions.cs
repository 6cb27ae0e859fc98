namespace WsActors.Client;

/// <summary>Options of a publication.</summary>
public sealed record PublishOptions
{
    /// <summary>The delivery key: of messages that wait for a slow reader, the newest per key is kept.</summary>
    public string? Key { get; init; }

    /// <summary>False: this client does not receive its own message.</summary>
    public bool Echo { get; init; } = true;
}
