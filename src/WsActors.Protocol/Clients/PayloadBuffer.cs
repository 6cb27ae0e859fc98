using System.Buffers;

namespace WsActors.Protocol.Clients;

/// <summary>
/// The buffer in which payloads are encoded before they are framed: one per thread, used again for each payload. Protocols may
/// keep writers that refer to it.
/// </summary>
internal sealed class PayloadBuffer : IBufferWriter<byte>
{
    private const int SmallestBytes = 1024;

    /// <summary>A buffer that had to grow beyond this is not kept: otherwise one large event would cost every thread its size.</summary>
    private const int MaxKeptBytes = 256 * 1024;

    [ThreadStatic]
    private static PayloadBuffer? _ofThisThread;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The thread's buffer, empty. Valid until the next call on this thread.</summary>
    public static PayloadBuffer OfThisThread()
    {
        var buffer = _ofThisThread ??= new PayloadBuffer();
        buffer.Clear();
        return buffer;
    }

    public void Add(byte value)
    {
        EnsureRoom(1);
        _bytes[Length++] = value;
    }

    public void CutTo(int length) => Length = length;

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > MaxKeptBytes)
            _bytes = [];
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void EnsureRoom(int sizeHint)
    {
        var needed = (long)Length + Math.Max(1, sizeHint);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(SmallestBytes, 2L * _bytes.Length))));
    }
}
