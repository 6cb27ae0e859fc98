using System.Buffers;

namespace WsActors.Actors.Connections;

/// <summary>
/// What waits to be sent to one peer. Control frames pass before data, what is queued leaves joined in one send, and
/// the whole is bounded in bytes. Nothing is allocated while single frames come and go.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its connection and used by nobody else.</remarks>
internal struct Outbox
{
    /// <summary>Bytes joined into one send at most; a larger frame leaves by itself, uncopied.</summary>
    private const int MaxJoinedBytes = 64 * 1024;

    private Queue<byte[]>? _control;
    private byte[]? _first;
    private Queue<byte[]>? _others;
    private byte[]? _rented;
    private int _inFlight;

    /// <summary>Bytes that wait or are being sent.</summary>
    public int Bytes { get; private set; }

    /// <summary>Frames that wait.</summary>
    public int Frames { get; private set; }

    /// <summary>Whether a send was started and not yet reported as done.</summary>
    public readonly bool IsSending => _inFlight > 0;

    public readonly bool IsEmpty => Bytes == 0;

    /// <summary>
    /// Takes a frame in, unless it and what waits are more than <paramref name="limit"/> bytes together. A frame that
    /// finds the outbox empty always has its place: the limit is for piling up, not for the size of one message.
    /// </summary>
    public bool TryAdd(byte[] frame, int limit)
    {
        if (!Fits(frame, limit))
            return false;

        if (_first is null && _others is not { Count: > 0 })
            _first = frame;
        else
            (_others ??= new Queue<byte[]>()).Enqueue(frame);
        Count(frame);
        return true;
    }

    /// <summary>The same for a control frame (RFC 6455 §5.5: they may be interleaved), which passes before data.</summary>
    public bool TryAddControl(byte[] frame, int limit)
    {
        if (!Fits(frame, limit))
            return false;

        (_control ??= new Queue<byte[]>()).Enqueue(frame);
        Count(frame);
        return true;
    }

    /// <summary>Throws away what waits; what is being sent goes on, so that the peer never sees half a frame.</summary>
    public void Clear()
    {
        _control = null;
        _first = null;
        _others = null;
        Frames = 0;
        Bytes = _inFlight;
    }

    /// <summary>
    /// Starts a send of as much as may be joined; false if nothing waits. The bytes stay as they are until
    /// <see cref="Sent"/>.
    /// </summary>
    public bool TryStartSend(out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        if (IsSending || Take() is not { } frame)
            return false;

        bytes = Peek() is { } second && frame.Length + second.Length <= MaxJoinedBytes
            ? Join(frame)
            : frame;
        _inFlight = bytes.Length;
        return true;
    }

    /// <summary>The started send is done: its bytes no longer count.</summary>
    public void Sent()
    {
        Bytes -= _inFlight;
        _inFlight = 0;
        ReturnRented();
        ForgetEmptyQueues();
    }

    /// <summary>Gives the buffer of a send back whose connection is over.</summary>
    /// <remarks>Only for sends that the transport has let go of: the kernel may not read a buffer that others write.</remarks>
    public void Release() => _rented = null;

    private ReadOnlyMemory<byte> Join(byte[] first)
    {
        _rented = ArrayPool<byte>.Shared.Rent(Math.Min(Bytes, MaxJoinedBytes));
        first.CopyTo(_rented, 0);
        var length = first.Length;
        while (Peek() is { } next && length + next.Length <= MaxJoinedBytes)
        {
            Take()!.CopyTo(_rented, length);
            length += next.Length;
        }

        return _rented.AsMemory(0, length);
    }

    private readonly byte[]? Peek()
    {
        if (_control is { Count: > 0 })
            return _control.Peek();
        if (_first is not null)
            return _first;

        return _others is { Count: > 0 } ? _others.Peek() : null;
    }

    private byte[]? Take()
    {
        var frame = TakeNext();
        if (frame is not null)
            Frames--;
        return frame;
    }

    private byte[]? TakeNext()
    {
        if (_control is { Count: > 0 })
            return _control.Dequeue();
        if (_first is null)
            return _others is { Count: > 0 } ? _others.Dequeue() : null;

        var frame = _first;
        _first = null;
        return frame;
    }

    private readonly bool Fits(byte[] frame, int limit) => IsEmpty || Bytes + frame.Length <= limit;

    private void Count(byte[] frame)
    {
        Bytes += frame.Length;
        Frames++;
    }

    private void ReturnRented()
    {
        if (_rented is null)
            return;

        ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }

    private void ForgetEmptyQueues()
    {
        if (Bytes > 0)
            return;

        _control = null;
        _others = null;
    }
}
