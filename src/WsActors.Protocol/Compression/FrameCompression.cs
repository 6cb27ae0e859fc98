using WsActors.Protocol.Frames;

namespace WsActors.Protocol.Compression;

/// <summary>Makes a finished data frame smaller, for the connections that agreed on permessage-deflate (RFC 7692).</summary>
public abstract class FrameCompression
{
    private readonly int _minBytes;

    private protected FrameCompression(int minBytes) => _minBytes = Math.Max(1, minBytes);

    /// <summary>Whether what it makes of a frame is the same for every connection that has this instance.</summary>
    public abstract bool IsShared { get; }

    /// <summary>The compressed frame; the same array where the payload is short, or compressing did not make it shorter.</summary>
    public byte[] Compress(byte[] frame)
    {
        var payload = FrameWriter.PayloadOf(frame, out var opcode);
        return payload.Length < _minBytes ? frame : Compress(frame, opcode, payload);
    }

    private protected abstract byte[] Compress(byte[] frame, Opcode opcode, ReadOnlySpan<byte> payload);
}
