namespace WsActors.LoadTest.Wire;

/// <summary>A frame from the server, inside the bytes that were read.</summary>
internal readonly ref struct ServerFrame(FrameKind kind, bool isFinal, ReadOnlySpan<byte> payload)
{
    public FrameKind Kind { get; } = kind;

    public bool IsFinal { get; } = isFinal;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}
