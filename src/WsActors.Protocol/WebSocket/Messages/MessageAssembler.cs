using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WsActors.Protocol.WebSocket.Messages;

/// <summary>
/// Puts together what has come of an unfinished frame or message. Its buffer is rented when there is something to keep
/// and grows with what has arrived, to 64 times that (rounded up to a power of two) at most; what was announced only keeps
/// it from growing further.
/// </summary>
internal sealed class MessageAssembler
{
    private const int SmallestRent = 256;

    // Growing copies. With 64, a megabyte that follows a first read of 16 KB is never copied; with eight, an eighth of it
    // was, and reading it cost a tenth more.
    private const ulong Foresight = 64;

    private byte[]? _buffer;

    /// <summary>Bytes kept.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the buffer, used or not.</summary>
    public int Capacity => _buffer?.Length ?? 0;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>Keeps a piece.</summary>
    /// <param name="piece">The received bytes.</param>
    /// <param name="announced">Bytes that there will be in all, as far as the headers have told.</param>
    public void Append(ReadOnlySpan<byte> piece, ulong announced = 0)
    {
        if (!LiesInPlace(piece))
        {
            EnsureRoomFor(Length + piece.Length, announced);
            piece.CopyTo(_buffer.AsSpan(Length));
        }

        Length += piece.Length;
    }

    /// <summary>Returns the place of the next piece: receiving into it saves a copy. Valid until the next call.</summary>
    /// <param name="expected">Bytes of the next piece at most.</param>
    /// <param name="announced">Bytes that there will be in all, as far as the headers have told.</param>
    public Memory<byte> Room(int expected, ulong announced)
    {
        // Half of what has come and no more than comes at once: a peer that announces much and sends little gets little.
        EnsureRoomFor(Length + Math.Min(expected, Math.Max(SmallestRent, Length / 2)), announced);
        return _buffer.AsMemory(Length, Math.Min(expected, _buffer!.Length - Length));
    }

    /// <summary>Forgets what was kept and gives the buffer back.</summary>
    public void Clear()
    {
        Length = 0;
        if (_buffer is null)
            return;

        MessageBuffers.Return(_buffer);
        _buffer = null;
    }

    private bool LiesInPlace(ReadOnlySpan<byte> piece) =>
        _buffer is not null && piece.Length <= _buffer.Length - Length
        && Unsafe.AreSame(ref MemoryMarshal.GetReference(piece), ref MemoryMarshal.GetReference(_buffer.AsSpan(Length)));

    private void EnsureRoomFor(int needed, ulong announced)
    {
        if (_buffer is not null && needed <= _buffer.Length)
            return;

        // A large message is copied few times on its way; a peer that announces much and sends little gets little.
        var foreseen = (int)Math.Min(Math.Min(BitOperations.RoundUpToPowerOf2(Foresight * (uint)needed), announced), (ulong)Array.MaxLength);
        var doubled = _buffer is null ? SmallestRent : (int)Math.Min(2L * _buffer.Length, Array.MaxLength);
        var larger = MessageBuffers.Rent(Math.Max(needed, Math.Max(foreseen, doubled)));
        Bytes.CopyTo(larger);
        if (_buffer is not null)
            MessageBuffers.Return(_buffer);
        _buffer = larger;
    }
}
