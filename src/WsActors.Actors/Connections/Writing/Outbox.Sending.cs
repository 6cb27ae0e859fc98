using System.Buffers;

namespace WsActors.Actors.Connections.Writing;

/// <summary>Joins and sends the frames.</summary>
internal partial struct Outbox
{
    /// <summary>The most bytes that are joined into one send; a larger frame is sent by itself, without a copy.</summary>
    private const int MaxJoinedBytes = 64 * 1024;

    private enum Source
    {
        None,
        First,
        Passing,
        Others,
        PendingQueue,
    }

    /// <summary>
    /// Starts a send of as much as may be joined; false if nothing waits. The bytes stay as they are until
    /// <see cref="Sent"/>.
    /// </summary>
    /// <param name="bytes">The bytes to send.</param>
    /// <param name="compress">
    /// Compresses each frame as it leaves, where frames refer to those before them: until then it can be passed or dropped.
    /// </param>
    public bool TryStartSend(out ReadOnlyMemory<byte> bytes, Func<byte[], byte[]>? compress = null)
    {
        bytes = default;
        if (IsSending || NextSource == Source.None)
            return false;

        var first = Take();
        if (compress is not null)
            bytes = JoinCompressed(first, compress);
        else
            bytes = CanJoin(first.Length) ? Join(first) : first;
        _inFlight = bytes.Length;
        return true;
    }

    /// <summary>Ends the started send: its bytes no longer count.</summary>
    public void Sent()
    {
        _bytes -= _inFlight;
        _inFlight = 0;
        ReturnRented();
        ForgetEmptyQueues();
    }

    /// <summary>Returns the buffer of a send whose connection has ended.</summary>
    /// <remarks>Only for sends that the transport has finished with: the kernel must not read a buffer that others write.</remarks>
    public void Release() => _rented = null;

    private readonly Source NextSource
    {
        get
        {
            var somethingPasses = _passing is { Count: > 0 };
            if (_first is not null && (_firstPasses || !somethingPasses))
                return Source.First;
            if (somethingPasses)
                return Source.Passing;
            if (_others is { Count: > 0 })
                return Source.Others;

            return _pendingQueue is { IsEmpty: false } ? Source.PendingQueue : Source.None;
        }
    }

    private readonly int NextLength => NextSource switch
    {
        Source.First => _first!.Length,
        Source.Passing => _passing!.Peek().Length,
        Source.Others => _others!.Peek().Length,
        Source.PendingQueue => _pendingQueue!.NextLength,
        _ => int.MaxValue,
    };

    private readonly bool CanJoin(int length) => NextLength <= MaxJoinedBytes - length;

    private ReadOnlyMemory<byte> Join(byte[] first)
    {
        _rented = ArrayPool<byte>.Shared.Rent(Math.Min(Bytes, MaxJoinedBytes));
        first.CopyTo(_rented, 0);
        var length = first.Length;
        while (CanJoin(length))
        {
            var frame = Take();
            frame.CopyTo(_rented, length);
            length += frame.Length;
        }

        return _rented.AsMemory(0, length);
    }

    // How long it gets is known afterwards, and what is compressed has to be sent.
    private ReadOnlyMemory<byte> JoinCompressed(byte[] first, Func<byte[], byte[]> compress)
    {
        var (length, compressedLength) = (0, 0);
        var frames = new List<byte[]>();
        for (var frame = first; ; frame = Take())
        {
            var compressed = compress(frame);
            frames.Add(compressed);
            length += frame.Length;
            compressedLength += compressed.Length;
            if (!CanJoin(length))
                break;
        }

        _bytes += compressedLength - length;
        return frames.Count == 1 ? frames[0] : Join(frames, compressedLength);
    }

    private ReadOnlyMemory<byte> Join(List<byte[]> frames, int length)
    {
        _rented = ArrayPool<byte>.Shared.Rent(length);
        var end = 0;
        foreach (var frame in frames)
        {
            frame.CopyTo(_rented, end);
            end += frame.Length;
        }

        return _rented.AsMemory(0, length);
    }

    private byte[] Take()
    {
        var source = NextSource;
        if (source == Source.PendingQueue)
        {
            // It counted for what it weighed there, and for its length while it is being sent.
            var waited = _pendingQueue!.Take();
            _bytes += waited.Length;
            return waited;
        }

        _frames--;
        if (source == Source.Passing)
            return _passing!.Dequeue();
        if (source == Source.Others)
            return _others!.Dequeue();

        var first = _first!;
        _first = null;
        return first;
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
        if (_pendingQueue is { IsEmpty: true })
            _pendingQueue = null;
        if (Bytes > 0)
            return;

        _passing = null;
        _others = null;
    }
}
