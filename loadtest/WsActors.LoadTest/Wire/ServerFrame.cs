namespace WsActors.LoadTest.Wire;

/// <summary>A frame from the server, inside the bytes that were read.</summary>
internal readonly ref struct ServerFrame(FrameKind kind, bool isFinal, bool isCompressed, ReadOnlySpan<byte> payload)
{
    public FrameKind Kind { get; } = kind;

    public bool IsFinal { get; } = isFinal;

    /// <summary>RSV1: the message that begins here is compressed (RFC 7692 §6).</summary>
    public bool IsCompressed { get; } = isCompressed;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}
