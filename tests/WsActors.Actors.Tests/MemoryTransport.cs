using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests;

/// <summary>A connection's byte stream in memory; the test holds the other end. Safe to use from test and actor threads.</summary>
public sealed class MemoryTransport : IConnectionTransport
{
    private readonly Lock _lock = new();
    private readonly Queue<byte> _arrived = new();
    private readonly MemoryStream _sent = new();
    private IActorRef _owner = ActorRefs.Nobody;
    private bool _ended;
    private bool _reset;
    private bool _awaiting;
    private bool _stalled;
    private bool _pending;
    private bool _isHeldBack;
    private TcpReport? _report;

    public EndPoint? RemoteEndPoint { get; set; } = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 40000);

    /// <summary>True once a connection has taken it over.</summary>
    public bool IsAttached => !_owner.IsNobody();

    /// <summary>Behaves like a TLS listener before the handshake is done.</summary>
    public bool IsCostlyToRefuse { get; init; }

    /// <summary>Everything that the server has sent.</summary>
    public byte[] Sent
    {
        get
        {
            lock (_lock)
                return _sent.ToArray();
        }
    }

    /// <summary>The sent bytes as Latin-1 text, for handshakes and for text in frames.</summary>
    public string SentText => Encoding.Latin1.GetString(Sent);

    /// <summary>The number of calls to Send.</summary>
    public int Sends { get; private set; }

    /// <summary>Plants a fault of ours: the next receive throws.</summary>
    public bool ThrowsOnReceive { get; set; }

    public bool SendingEnded { get; private set; }

    public bool Aborted { get; private set; }

    public bool Disposed { get; private set; }

    /// <summary>True if the server waits for more bytes; while it does not, the peer's own TCP would hold it back.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_lock)
                return _awaiting;
        }
    }

    /// <summary>True if the server has not read everything that the client has sent.</summary>
    public bool HasUnread
    {
        get
        {
            lock (_lock)
                return _arrived.Count > 0;
        }
    }

    public void ClientSends(string text) => ClientSends(Encoding.Latin1.GetBytes(text));

    public void ClientSends(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            foreach (var value in bytes)
                _arrived.Enqueue(value);
            TellIfReadable();
        }
    }

    /// <summary>The client's bytes arrive, but this process stands still and is not told yet.</summary>
    public void ClientSendsUnnoticed(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
            _isHeldBack = true;
        ClientSends(bytes);
    }

    /// <summary>Resumes the process: it receives what has arrived.</summary>
    public void Notice()
    {
        lock (_lock)
        {
            _isHeldBack = false;
            TellIfReadable();
        }
    }

    /// <summary>The client's host has acknowledged so many bytes by now, and answers.</summary>
    public void HostAcknowledges(ulong bytes) => SetReport(new TcpReport(bytes, TimeSpan.Zero, IsUnanswered: false));

    /// <summary>The client's host has acknowledged nothing for so long, whatever was sent to it.</summary>
    public void HostIsSilent(TimeSpan since) => SetReport(new TcpReport(_report?.AcknowledgedBytes ?? 0, since, IsUnanswered: true));

    /// <summary>The client ends its side (FIN).</summary>
    public void ClientEnds()
    {
        lock (_lock)
        {
            _ended = true;
            TellIfReadable();
        }
    }

    /// <summary>The client vanishes (RST).</summary>
    public void ClientResets()
    {
        lock (_lock)
        {
            _reset = true;
            TellIfReadable();
        }
    }

    /// <summary>Behaves like a TLS listener whose client sends plain HTTP.</summary>
    public void ClientSpeaksPlainHttp() => TellInsteadOfReadable(TransportEvent.PlainHttpArrived.Instance);

    /// <summary>Behaves like a TLS listener whose handshake fails.</summary>
    public void ClientFailsTls(string name) => TellInsteadOfReadable(new TransportEvent.TlsFailed(name, "planted"));

    /// <summary>The client stops reading: sends stay pending from now on.</summary>
    public void ClientStopsReading()
    {
        lock (_lock)
            _stalled = true;
    }

    /// <summary>The client reads on: the pending send completes.</summary>
    public void ClientReadsOn()
    {
        lock (_lock)
        {
            _stalled = false;
            if (!_pending)
                return;

            _pending = false;
            _owner.Tell(TransportEvent.SendCompleted.Instance);
        }
    }

    void IConnectionTransport.Attach(IActorRef owner) => _owner = owner;

    void IConnectionTransport.AwaitReadable()
    {
        lock (_lock)
        {
            if (_awaiting)
                throw new InvalidOperationException("two waits for readability are outstanding");

            _awaiting = true;
            TellIfReadable();
        }
    }

    bool IConnectionTransport.HasArrived
    {
        get
        {
            lock (_lock)
                return _arrived.Count > 0 || _ended || _reset;
        }
    }

    TcpReport? IConnectionTransport.Report()
    {
        lock (_lock)
            return _report;
    }

    ReceiveResult IConnectionTransport.Receive(Memory<byte> buffer)
    {
        lock (_lock)
        {
            if (ThrowsOnReceive)
                throw new InvalidOperationException("planted");
            if (_reset)
                return ReceiveResult.Failed(SocketError.ConnectionReset);
            if (_arrived.Count == 0)
                return _ended ? ReceiveResult.Ended : ReceiveResult.Empty;

            var count = Math.Min(buffer.Length, _arrived.Count);
            for (var i = 0; i < count; i++)
                buffer.Span[i] = _arrived.Dequeue();
            return ReceiveResult.Received(count);
        }
    }

    SendStatus IConnectionTransport.Send(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            if (_reset)
                return SendStatus.Failed;
            if (_pending)
                throw new InvalidOperationException("a send was started while another is pending");

            Sends++;
            _sent.Write(bytes.Span);
            _pending = _stalled;
            return _pending ? SendStatus.Pending : SendStatus.Sent;
        }
    }

    void IConnectionTransport.EndSending() => SendingEnded = true;

    void IConnectionTransport.Abort() => Aborted = true;

    void IDisposable.Dispose() => Disposed = true;

    private void TellInsteadOfReadable(TransportEvent happened)
    {
        lock (_lock)
        {
            _awaiting = false;
            _owner.Tell(happened);
        }
    }

    private void SetReport(TcpReport report)
    {
        lock (_lock)
            _report = report;
    }

    private void TellIfReadable()
    {
        if (_isHeldBack || !_awaiting || (_arrived.Count == 0 && !_ended && !_reset))
            return;

        _awaiting = false;
        _owner.Tell(TransportEvent.Readable.Instance);
    }
}
