using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>
/// The output of compressors: a buffer that each thread keeps for the next message, so that one that is compressed costs its own bytes
/// and nothing else. A compressor that outlives its message holds no buffer through it.
/// </summary>
internal sealed class DeflateOutput : Stream
{
    public static readonly DeflateOutput Instance = new();

    /// <summary>A buffer that had to grow beyond this is let go: a rare giant must not stay with every thread.</summary>
    private const int MaxKeptBytes = 256 * 1024;

    [ThreadStatic]
    private static byte[]? _buffer;

    [ThreadStatic]
    private static int _length;

    private DeflateOutput()
    {
    }

    /// <summary>Bytes written since <see cref="Begin"/>.</summary>
    public static int Written => _length;

    /// <summary>The end of a flushed message that is removed before it is sent (RFC 7692 §7.2.1).</summary>
    public static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Begins a message on this thread.</summary>
    public static void Begin() => _length = 0;

    /// <summary>Truncates the output to so many bytes.</summary>
    public static void CutTo(int length) => _length = length;

    /// <summary>The message as a frame; null if its payload is not below <paramref name="limit"/> bytes.</summary>
    public static byte[]? End(Opcode opcode, int limit)
    {
        // RFC 7692 §7.2.1: "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end."
        var payload = _buffer.AsSpan(0, _length - Tail.Length);
        var frame = payload.Length < limit ? FrameWriter.CompressedFrame(opcode, payload) : null;
        if (_buffer!.Length > MaxKeptBytes)
            _buffer = null;
        return frame;
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_buffer is null || _buffer.Length - _length < bytes.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _length, _length + bytes.Length + 1024));
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
