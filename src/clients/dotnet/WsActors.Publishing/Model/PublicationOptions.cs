namespace WsActors.Publishing;

/// <summary>Options of one publication.</summary>
public sealed record PublicationOptions
{
    /// <summary>
    /// The key under which the server recognises a repetition; from 1 to 128 characters. Without it, the publisher makes one, which covers its own
    /// retries only.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The subject of the message: of messages that wait for a slow reader, the newest per key is kept.</summary>
    public string? DeliveryKey { get; init; }

    /// <summary>The id of a connection that does not receive the message.</summary>
    public string? Except { get; init; }
}
