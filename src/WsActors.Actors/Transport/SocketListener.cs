using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace WsActors.Actors.Transport;

/// <summary>A TCP listener with at most one accept outstanding.</summary>
public sealed class SocketListener : IListener
{
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _accept = new(true);
    private volatile IActorRef _owner = ActorRefs.Nobody;
    private Func<Socket, IConnectionTransport> _wrap = static socket => new SocketTransport(socket);
    private ProxyGate? _proxies;
    private int _accepting;

    private SocketListener(Socket socket)
    {
        _socket = socket;
        LocalEndPoint = socket.LocalEndPoint!;
        _accept.Completed += (_, _) => TellOutcome();
    }

    public EndPoint LocalEndPoint { get; }

    /// <summary>Binds and listens. Throws <see cref="SocketException"/> if the address is not available.</summary>
    /// <param name="endPoint">The address; port 0 takes any free port.</param>
    /// <param name="backlog">Connections that the kernel keeps until they are accepted.</param>
    /// <param name="maxUnsentBytes">Bytes that the kernel accepts for a connection and has not sent yet (Linux); 0: its own limit.</param>
    public static SocketListener Bind(IPEndPoint endPoint, int backlog, int maxUnsentBytes = 0) =>
        new(ListeningSocket.Bind(endPoint, backlog, maxUnsentBytes));

    /// <summary>Makes accepted connections TLS connections. Called before there is an owner.</summary>
    /// <param name="identity">The server's certificates.</param>
    /// <param name="gate">Limits the handshakes; null: no limit.</param>
    public void UseTls(ITlsIdentity identity, TlsGate? gate = null) => _wrap = socket => new TlsTransport(socket, identity, gate);

    /// <summary>Makes accepted connections pass the gate for PROXY headers. Called before there is an owner.</summary>
    public void UseProxies(ProxyGate proxies) => _proxies = proxies;

    public void Attach(IActorRef owner) => _owner = owner;

    public void AcceptNext()
    {
        if (Interlocked.Exchange(ref _accepting, 1) == 1)
            return;

        _accept.AcceptSocket = null;
        try
        {
            if (!_socket.AcceptAsync(_accept))
                TellOutcome();
        }
        catch (ObjectDisposedException)
        {
            // Unbound: there is nothing to accept and no owner to notify.
        }
    }

    public void Dispose() => _socket.Dispose();

    private void TellOutcome()
    {
        var outcome = Outcome();
        Volatile.Write(ref _accepting, 0);
        _owner.Tell(outcome, ActorRefs.NoSender);
    }

    private ListenerEvent Outcome()
    {
        if (_accept.SocketError != SocketError.Success)
            return new ListenerEvent.AcceptFailed(_accept.SocketError);

        var socket = _accept.AcceptSocket!;
        try
        {
            return new ListenerEvent.Accepted(_proxies is null ? _wrap(socket) : _proxies.Open(socket, _wrap));
        }
        catch (SocketException gone)
        {
            // The peer reset the connection before its options could be set.
            socket.Dispose();
            return new ListenerEvent.AcceptFailed(gone.SocketErrorCode);
        }
    }
}
