namespace WsActors.Actors.Connections.Writing;

/// <summary>
/// The frames that wait to be sent to one peer. Control frames and answers are sent before data, queued frames are joined into one send,
/// and the whole is bounded in bytes. Nothing is allocated while single frames come and go.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its connection and used by nobody else.</remarks>
internal partial struct Outbox
{
    private Queue<byte[]>? _passing;
    private byte[]? _first;
    private Queue<byte[]>? _others;
    private PendingQueue? _pendingQueue;
    private byte[]? _rented;
    private int _inFlight;
    private int _bytes;
    private int _frames;
    private bool _firstPasses;

    /// <summary>The part of its bytes that is reported to the node's budget. It is kept here, where two bytes fit into padding.</summary>
    public ushort ToldSteps { get; set; }

    /// <summary>Bytes that wait or are being sent.</summary>
    public readonly int Bytes => _bytes + (_pendingQueue?.Bytes ?? 0);

    /// <summary>Frames that wait.</summary>
    public readonly int Frames => _frames + (_pendingQueue?.Frames ?? 0);

    /// <summary>True if a send was started and has not been reported as done.</summary>
    public readonly bool IsSending => _inFlight > 0;

    public readonly bool IsEmpty => Bytes == 0;

    /// <summary>
    /// Takes a frame in, unless it and what waits are more than <paramref name="limit"/> bytes together. A frame that
    /// finds the outbox empty always has its place: the limit is for piling up, not for the size of one message.
    /// </summary>
    public bool TryAdd(byte[] frame, int limit)
    {
        if (!Fits(frame.Length, limit) && !TryMakeRoom(frame.Length, limit))
            return false;

        if (_pendingQueue is not null)
        {
            _pendingQueue.Add(frame);
            return true;
        }

        if (_first is null && _others is not { Count: > 0 })
            (_first, _firstPasses) = (frame, false);
        else
            (_others ??= new Queue<byte[]>()).Enqueue(frame);
        Count(frame);
        return true;
    }

    /// <summary>
    /// Enqueues a frame ahead of data frames and behind others of its kind: a control frame (RFC 6455 §5.5: they may be interleaved), or
    /// an answer that does not concern a topic's messages.
    /// </summary>
    public bool TryAddFirst(byte[] frame, int limit)
    {
        if (!Fits(frame.Length, limit) && !TryMakeRoom(frame.Length, limit))
            return false;

        // If nothing waits, there is nothing to overtake, and no queue is needed.
        if (Frames == 0)
            (_first, _firstPasses) = (frame, true);
        else
            (_passing ??= new Queue<byte[]>()).Enqueue(frame);
        Count(frame);
        return true;
    }

    /// <summary>Throws away what waits; what is being sent goes on, so that the peer never sees half a frame.</summary>
    public void Clear()
    {
        _passing = null;
        _first = null;
        _others = null;
        _pendingQueue = null;
        _frames = 0;
        _bytes = _inFlight;
    }

    private readonly bool Fits(int length, int limit) => IsEmpty || Bytes + length <= limit;

    private void Count(byte[] frame)
    {
        _bytes += frame.Length;
        _frames++;
    }
}
