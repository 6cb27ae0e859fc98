using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Transport;

/// <summary>A transport over a real loopback connection, and the peer's end of it.</summary>
internal sealed class TransportPair(IConnectionTransport transport, Socket peer, Stream peerStream) : IDisposable
{
    /// <summary>What the kernel may keep at each end, so that a send soon has to wait.</summary>
    private const int BufferBytes = 64 * 1024;

    public IConnectionTransport Transport { get; } = transport;

    public Socket Peer { get; } = peer;

    /// <summary>What the peer speaks through: the socket, or TLS on it.</summary>
    public Stream PeerStream { get; private set; } = peerStream;

    /// <param name="wrap">Makes a transport of an accepted socket.</param>
    public static Task<TransportPair> ConnectAsync(Func<Socket, IConnectionTransport> wrap) =>
        AcceptAsync(async listener => wrap(await listener.AcceptAsync()));

    /// <param name="accept">Takes the one connection that waits at a listener.</param>
    public static async Task<TransportPair> AcceptAsync(Func<Socket, Task<IConnectionTransport>> accept)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        listener.SendBufferSize = BufferBytes;
        peer.ReceiveBufferSize = BufferBytes;
        await peer.ConnectAsync(listener.LocalEndPoint!);
        return new TransportPair(await accept(listener), peer, new NetworkStream(peer));
    }

    /// <summary>The peer shakes hands; it speaks TLS from then on.</summary>
    public async Task SecureAsync(SslClientAuthenticationOptions options)
    {
        var tls = new SslStream(PeerStream, leaveInnerStreamOpen: false);
        PeerStream = tls;
        await tls.AuthenticateAsClientAsync(options);
    }

    public void Dispose()
    {
        Transport.Dispose();
        PeerStream.Dispose();
        Peer.Dispose();
    }
}
