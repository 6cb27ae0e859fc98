using System.Buffers;

namespace WsActors.Protocol.Messages;

/// <summary>
/// Puts together what has come of an unfinished frame or message. Its buffer is rented when there is something to keep
/// and grows with what has arrived, to four times that at most; what was announced only keeps it from growing further.
/// </summary>
internal sealed class MessageAssembler
{
    private const int SmallestRent = 256;

    private byte[]? _buffer;

    /// <summary>Bytes kept.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>Keeps a piece.</summary>
    /// <param name="piece">What has come.</param>
    /// <param name="announced">Bytes that there will be in all, as far as the headers have told.</param>
    public void Append(ReadOnlySpan<byte> piece, ulong announced = 0)
    {
        EnsureRoomFor(Length + piece.Length, announced);
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

    private void EnsureRoomFor(int needed, ulong announced)
    {
        if (_buffer is not null && needed <= _buffer.Length)
            return;

        // A large message is copied few times on its way; a peer that announces much and sends little gets little.
        var foreseen = (int)Math.Min(Math.Min(4UL * (uint)needed, announced), (ulong)Array.MaxLength);
        var doubled = _buffer is null ? SmallestRent : (int)Math.Min(2L * _buffer.Length, Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(foreseen, doubled)));
        Bytes.CopyTo(larger);
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
