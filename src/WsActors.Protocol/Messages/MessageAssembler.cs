using System.Buffers;

namespace WsActors.Protocol.Messages;

/// <summary>
/// Puts together what has come of an unfinished frame or message. Its buffer is rented when there is something to keep
/// and grows with what has arrived, never with what was announced.
/// </summary>
internal sealed class MessageAssembler
{
    private const int SmallestRent = 256;

    private byte[]? _buffer;

    /// <summary>Bytes kept.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> piece)
    {
        EnsureRoomFor(piece.Length);
        piece.CopyTo(_buffer.AsSpan(Length));
        Length += piece.Length;
    }

    /// <summary>Forgets what was kept and gives the buffer back.</summary>
    public void Clear()
    {
        Length = 0;
        if (_buffer is null)
            return;

        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }

    private void EnsureRoomFor(int more)
    {
        if (_buffer is not null && Length + more <= _buffer.Length)
            return;

        var doubled = _buffer is null ? SmallestRent : (int)Math.Min(2L * _buffer.Length, Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(doubled, Length + more));
        Bytes.CopyTo(larger);
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
