using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// A TCP listener whose connections are <see cref="EpollTransport"/>s. At most one accept is outstanding; if a peer
/// waits already, it takes one call on the owner's thread.
/// </summary>
public sealed class EpollListener : IListener
{
    private readonly EpollAcceptor _acceptor;

    private EpollListener(Socket socket)
    {
        _acceptor = new EpollAcceptor(socket);
        LocalEndPoint = socket.LocalEndPoint!;
    }

    /// <summary>True if this system has epoll as this code knows it: Linux on x64 or arm64.</summary>
    public static bool IsSupported => EpollReactor.IsSupported;

    public EndPoint LocalEndPoint { get; }

    /// <summary>Binds and listens. Throws <see cref="SocketException"/> if the address is not available.</summary>
    /// <param name="endPoint">The address; port 0 takes any free port.</param>
    /// <param name="backlog">Connections that the kernel keeps until they are accepted.</param>
    /// <param name="maxUnsentBytes">Bytes that the kernel accepts for a connection and has not sent yet (Linux); 0: its own limit.</param>
    public static EpollListener Bind(IPEndPoint endPoint, int backlog, int maxUnsentBytes = 0) =>
        new(ListeningSocket.Bind(endPoint, backlog, maxUnsentBytes));

    public void Attach(IActorRef owner) => _acceptor.Owner = owner;

    public void AcceptNext() => _acceptor.Begin();

    public void Dispose() => _acceptor.Dispose();
}
