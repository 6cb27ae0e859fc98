namespace WsActors.Protocol.Clients;

/// <summary>The result of a publication: its place in its topic, or an error.</summary>
/// <param name="Offset">Its offset; 0 if nothing was published.</param>
public readonly record struct PublicationResult(long Offset)
{
    /// <summary>The id of the log that assigned the offset; null for publishers other than back ends.</summary>
    public string? Epoch { get; init; }

    /// <summary>The number of connections on this node that it was sent to, for back ends.</summary>
    public int Subscribers { get; init; }

    /// <summary>True if its idempotency key was known: the message was published before, with this offset.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>One of <see cref="ErrorCode"/>; null if it was published.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The fault, and what is allowed; null if it was published.</summary>
    public string? ErrorText { get; init; }

    public static PublicationResult Failed(string code, string text) => new(0) { ErrorCode = code, ErrorText = text };
}
