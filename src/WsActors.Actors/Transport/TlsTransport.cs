using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;

namespace WsActors.Actors.Transport;

/// <summary>
/// A TCP connection that speaks TLS. Its handshake begins with the first wait for readability; until it is done nothing
/// is readable and nothing can be sent, so that the owner's handshake deadline covers it. A peer that speaks plain HTTP
/// is reported (<see cref="TransportEvent.PlainHttpArrived"/>), and the transport is a plain one from then on.
/// </summary>
internal sealed class TlsTransport : IConnectionTransport
{
    private readonly Socket _socket;
    private readonly ITlsIdentity _identity;
    private readonly TlsGate? _gate;
    private IActorRef _owner = ActorRefs.Nobody;
    private SslStream? _ssl;
    private SocketTransport? _plain;
    private Action? _tellReadable;
    private TlsTurn? _turn;
    private TlsWait _wait;
    private bool _begun;
    private volatile bool _established;
    private volatile bool _closed;

    /// <param name="socket">An accepted socket.</param>
    /// <param name="identity">The server's certificates.</param>
    /// <param name="gate">Limits the handshakes; null: no limit.</param>
    public TlsTransport(Socket socket, ITlsIdentity identity, TlsGate? gate = null)
    {
        _socket = socket;
        _identity = identity;
        _gate = gate;
        _socket.NoDelay = true;
        RemoteEndPoint = SocketTransport.RemoteEndPointOf(socket);
    }

    public EndPoint? RemoteEndPoint { get; }

    public bool IsCostlyToRefuse => !_established && _plain is null;

    public SslProtocols Security => _established ? _ssl!.SslProtocol : SslProtocols.None;

    public void Attach(IActorRef owner) => _owner = owner;

    public void AwaitReadable()
    {
        if (_plain is not null)
        {
            _plain.AwaitReadable();
        }
        else if (!_begun)
        {
            _begun = true;
            _ = ShakeHandsAsync();
        }
        else if (!_closed)
        {
            TellWhenReadable();
        }
    }

    // The stream may have taken a record out of the socket already.
    public bool HasArrived => !_closed && _established && (_wait.IsOver || SocketTransport.HasArrivedOn(_socket));

    public TcpReport? Report() => _closed ? null : LinuxTcp.ReportOf(_socket);

    public ReceiveResult Receive(Memory<byte> buffer)
    {
        if (_plain is not null)
            return _plain.Receive(buffer);
        if (_closed || !_established)
            return ReceiveResult.Failed(SocketError.OperationAborted);

        try
        {
            return ReceiveDecrypted(buffer);
        }
        catch (Exception broken) when (TlsHandshake.IsEnd(broken))
        {
            return ReceiveResult.Failed(TlsHandshake.ErrorOf(broken));
        }
    }

    public SendStatus Send(ReadOnlyMemory<byte> bytes)
    {
        if (_plain is not null)
            return _plain.Send(bytes);
        if (_closed || !_established)
            return SendStatus.Failed;

        var write = _ssl!.WriteAsync(bytes);
        if (write.IsCompletedSuccessfully)
            return SendStatus.Sent;

        _ = TellWhenSentAsync(write);
        return SendStatus.Pending;
    }

    public void EndSending()
    {
        if (_plain is not null)
            _plain.EndSending();
        else if (!_closed && _established)
            _ = EndSendingAsync();
    }

    public void Abort()
    {
        if (_closed)
            return;

        // Linger 0 turns close into a reset and lets the kernel drop what it still holds for this peer.
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Dispose();
    }

    // The socket first: operations under way on the stream end with it, and return their buffers.
    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
        _turn?.Dispose();
        ((IDisposable?)_plain)?.Dispose();
        _ssl?.Dispose();
    }

    private async Task ShakeHandsAsync()
    {
        _turn = _gate is null ? null : new TlsTurn(_gate, _socket);
        var handshake = new TlsHandshake(_socket, _identity, _turn);
        var outcome = await handshake.RunAsync().ConfigureAwait(false);
        _turn = null;
        _ssl = handshake.Stream;
        _plain = handshake.Plain;
        _plain?.Attach(_owner);
        _established = _ssl is not null;
        if (_closed)
            Dispose();
        else
            _owner.Tell(outcome, ActorRefs.NoSender);
    }

    private void TellWhenReadable()
    {
        _tellReadable ??= () => _owner.Tell(TransportEvent.Readable.Instance, ActorRefs.NoSender);
        if (_wait.MustWait(_ssl!))
            _wait.Then(_tellReadable);
        else
            _tellReadable();
    }

    // A wait that does not end at once stays outstanding, and the next AwaitReadable joins it.
    private ReceiveResult ReceiveDecrypted(Memory<byte> buffer)
    {
        if (_wait.MustWait(_ssl!))
            return ReceiveResult.Empty;

        var bytes = _wait.Read(_ssl!, buffer);
        return bytes > 0 ? ReceiveResult.Received(bytes) : ReceiveResult.Ended;
    }

    private async Task TellWhenSentAsync(ValueTask write)
    {
        TransportEvent outcome = TransportEvent.SendCompleted.Instance;
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (Exception broken) when (TlsHandshake.IsEnd(broken))
        {
            outcome = new TransportEvent.SendFailed(TlsHandshake.ErrorOf(broken));
        }

        _owner.Tell(outcome, ActorRefs.NoSender);
    }

    // RFC 8446 §6.1: close_notify tells the peer that nothing was cut off; then the stream ends.
    private async Task EndSendingAsync()
    {
        try
        {
            await _ssl!.ShutdownAsync().ConfigureAwait(false);
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception broken) when (TlsHandshake.IsEnd(broken))
        {
            // The peer has closed already.
        }
    }
}
