using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace WsActors.Actors.Transport;

/// <summary>
/// A TCP connection. It is its own <see cref="SocketAsyncEventArgs"/> for the one outstanding wait for readability,
/// so that an idle connection holds a socket and this object and no buffer, delegate or task.
/// </summary>
internal sealed class SocketTransport : SocketAsyncEventArgs, IConnectionTransport
{
    private readonly Socket _socket;
    private IActorRef _owner = ActorRefs.Nobody;
    private bool _closed;

    public SocketTransport(Socket socket)
        : base(true)
    {
        _socket = socket;

        // Receive must answer WouldBlock instead of waiting; pushes are small and must not wait for Nagle.
        _socket.Blocking = false;
        _socket.NoDelay = true;
        RemoteEndPoint = RemoteEndPointOf(socket);
    }

    public new EndPoint? RemoteEndPoint { get; }

    public void Attach(IActorRef owner) => _owner = owner;

    // A receive of zero bytes completes when bytes are there, and holds no memory until then.
    public void AwaitReadable()
    {
        if (_closed)
            return;

        try
        {
            if (!_socket.ReceiveAsync(this))
                _owner.Tell(TransportEvent.Readable.Instance, ActorRefs.NoSender);
        }
        catch (ObjectDisposedException)
        {
            // The stream ended between two turns: Receive reports it.
            _owner.Tell(TransportEvent.Readable.Instance, ActorRefs.NoSender);
        }
    }

    public bool HasArrived => !_closed && HasArrivedOn(_socket);

    public TcpReport? Report() => _closed ? null : LinuxTcp.ReportOf(_socket);

    public ReceiveResult Receive(Memory<byte> buffer)
    {
        if (_closed)
            return ReceiveResult.Failed(SocketError.OperationAborted);

        var bytes = _socket.Receive(buffer.Span, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success when bytes > 0 => ReceiveResult.Received(bytes),

            // A reset that completes the wait is reported only there: a later read looks like an end.
            SocketError.Success when SocketError != SocketError.Success => ReceiveResult.Failed(SocketError),
            SocketError.Success => ReceiveResult.Ended,
            SocketError.WouldBlock => ReceiveResult.Empty,
            _ => ReceiveResult.Failed(error),
        };
    }

    public SendStatus Send(ReadOnlyMemory<byte> bytes) =>
        _closed ? SendStatus.Failed : PendingSend.Start(_socket, bytes, _owner);

    public void EndSending()
    {
        if (_closed)
            return;

        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer has closed already.
        }
    }

    public void Abort()
    {
        if (_closed)
            return;

        // Linger 0 turns close into a reset and lets the kernel drop what it still holds for this peer.
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Close();
    }

    void IDisposable.Dispose() => Close();

    protected override void OnCompleted(SocketAsyncEventArgs e) =>
        _owner.Tell(TransportEvent.Readable.Instance, ActorRefs.NoSender);

    private void Close()
    {
        if (_closed)
            return;

        _closed = true;
        _socket.Dispose();

        // Spares the collector one finalizer per connection; an outstanding wait ends by itself.
        base.Dispose();
    }

    /// <summary>True if bytes, the end of the stream or an error can be received.</summary>
    internal static bool HasArrivedOn(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    internal static EndPoint? RemoteEndPointOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint;
        }
        catch (SocketException)
        {
            // Reset between accept and here.
            return null;
        }
    }
}
