namespace WsActors.Protocol.Tapping;

/// <summary>A frame as an operator may see it.</summary>
public sealed record FrameView
{
    /// <summary>text, binary, continuation, close, ping, pong, or the number of a reserved opcode.</summary>
    public required string Opcode { get; init; }

    /// <summary>True if it is the last frame of its message.</summary>
    public required bool IsFinal { get; init; }

    /// <summary>The bits that are set: masked, rsv1, rsv2, rsv3.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Bytes of the payload on the wire.</summary>
    public required ulong Size { get; init; }

    /// <summary>The topics that the message names, as far as they are known.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>True if the message is compressed on the wire.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>The beginning of the payload, as text or in Base64; null if it is not shown.</summary>
    public string? Payload { get; init; }

    /// <summary>True if <see cref="Payload"/> is Base64 (RFC 4648 §4).</summary>
    public bool IsBase64 { get; init; }

    /// <summary>True if the payload is longer than what is shown of it.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>The cause for which nothing of the payload is shown, one of <see cref="WithheldCause"/>; null if it is shown or was not asked for.</summary>
    public string? Withheld { get; init; }
}
