using System.Collections.Concurrent;

namespace WsActors.LoadTest.Clients;

/// <summary>What the fleet counts: written by its thread, read by any.</summary>
internal sealed class FleetFigures
{
    private long _ready;
    private long _bytesReceived;
    private long _bytesSent;
    private long _otherMessages;
    private long _messages;
    private long _lastReadyAt;
    private long _timeouts;
    private long _begun;

    public long Ready => Volatile.Read(ref _ready);

    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Messages of any kind.</summary>
    public long Messages => Volatile.Read(ref _messages);

    /// <summary>Messages without a marker.</summary>
    public long OtherMessages => Volatile.Read(ref _otherMessages);

    /// <summary>When the latest client became ready.</summary>
    public long LastReadyAt => Volatile.Read(ref _lastReadyAt);

    /// <summary>Connections begun, whatever became of them.</summary>
    public long Begun => Volatile.Read(ref _begun);

    public long HandshakeTimeouts => Volatile.Read(ref _timeouts);

    /// <summary>Attempts that failed, by cause.</summary>
    public ConcurrentDictionary<string, long> Refusals { get; } = new();

    /// <summary>Connections that ended without our doing, by how.</summary>
    public ConcurrentDictionary<string, long> Ends { get; } = new();

    public void BegunOne() => Volatile.Write(ref _begun, _begun + 1);

    public void BecameReady(long now)
    {
        Volatile.Write(ref _lastReadyAt, now);
        Interlocked.Increment(ref _ready);
    }

    public void NoLongerReady() => Interlocked.Decrement(ref _ready);

    public void Refused(string cause) => Refusals.AddOrUpdate(cause, 1, (_, count) => count + 1);

    public void Ended(string how) => Ends.AddOrUpdate(how, 1, (_, count) => count + 1);

    public void TimedOut() => Volatile.Write(ref _timeouts, _timeouts + 1);

    public void ReceivedBytes(int bytes) => Volatile.Write(ref _bytesReceived, _bytesReceived + bytes);

    public void SentBytes(int bytes) => Volatile.Write(ref _bytesSent, _bytesSent + bytes);

    public void ReceivedMessage() => Volatile.Write(ref _messages, _messages + 1);

    public void ReceivedOther() => Volatile.Write(ref _otherMessages, _otherMessages + 1);
}
