using System.Buffers;
using System.Net.Sockets;
using WsActors.Actors.Transport;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>Reads from a transport within one turn, into a rented buffer or the message that the session is putting together.</summary>
internal ref struct Reader
{
    /// <summary>Bytes of the rented buffer: a page of commands, or a good piece of a large message.</summary>
    private const int BufferBytes = 16 * 1024;

    /// <summary>Reads of one turn, so that a firehose does not starve the other actors of its thread.</summary>
    private const int MaxReads = 16;

    private readonly ServerSession _session;
    private readonly IConnectionTransport _transport;
    private readonly byte[] _buffer;
    private int _reads;
    private bool _isEmpty;

    public Reader(ServerSession session, IConnectionTransport transport)
    {
        _session = session;
        _transport = transport;
        _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    }

    /// <summary>True if the peer has ended its side.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The error that broke the stream; null if it is whole.</summary>
    public SocketError? Error { get; private set; }

    /// <summary>Takes what has arrived; false if that is all for this turn.</summary>
    public bool TryRead(out Span<byte> bytes)
    {
        bytes = default;
        if (_isEmpty || _reads++ == MaxReads)
            return false;

        var target = _session.ReceiveBuffer(_buffer);
        var received = _transport.Receive(target);
        HasEnded = received.Status == ReceiveStatus.Ended;
        Error = received.Status == ReceiveStatus.Failed ? received.Error : null;

        // A read that did not fill the buffer has emptied the socket.
        _isEmpty = received.Bytes < target.Length;
        bytes = target.Span[..received.Bytes];
        return received.Status == ReceiveStatus.Received;
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
