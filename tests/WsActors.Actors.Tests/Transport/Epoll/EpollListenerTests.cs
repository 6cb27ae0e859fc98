using System.Net;
using System.Net.Sockets;
using WsActors.Actors.Transport;
using WsActors.Actors.Transport.Epoll;

namespace WsActors.Actors.Tests.Transport.Epoll;

/// <summary>The contract over epoll.</summary>
public sealed class EpollListenerTests : ListenerContract
{
    private protected override IListener Bind(IPEndPoint endPoint) => EpollListener.Bind(endPoint, backlog: 16);

    // Small pushes must not wait for Nagle, and setting it for each connection would be a call for each.
    [Fact]
    public async Task Who_is_accepted_has_TCP_NODELAY_from_the_listener()
    {
        using var listener = ListeningSocket.Bind(new IPEndPoint(IPAddress.Loopback, 0), backlog: 1);
        using var acceptance = new EpollAcceptor(listener);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndPoint!);

        using var accepted = await listener.AcceptAsync();

        Assert.True(accepted.NoDelay);
    }
}
