using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using WsActors.Protocol.Proxies;

namespace WsActors.Actors.Transport;

/// <summary>
/// The beginning of a connection that a proxy opened, up to the end of its PROXY header and not one byte further: what
/// follows belongs to TLS or to the handshake. It is dropped when the header is read.
/// </summary>
internal sealed class ProxyPreamble : SocketAsyncEventArgs
{
    private byte[]? _kept;

    public ProxyPreamble(Socket socket)
        : base(true)
    {
        Socket = socket;
        Peer = SocketTransport.RemoteEndPointOf(socket);
    }

    /// <summary>The accepted socket, blocking as it was: each transport sets it to its own liking.</summary>
    public Socket Socket { get; }

    /// <summary>The proxy's own end point.</summary>
    public EndPoint? Peer { get; }

    public IActorRef Owner { get; set; } = ActorRefs.Nobody;

    // A receive of zero bytes completes when bytes are there, and holds no memory until then.
    public void AwaitReadable()
    {
        try
        {
            if (!Socket.ReceiveAsync(this))
                TellReadable();
        }
        catch (ObjectDisposedException)
        {
            // The stream ended between two turns: the read reports it.
            TellReadable();
        }
    }

    /// <summary>Reads as much of the arrived bytes as belongs to the header.</summary>
    /// <param name="header">The header, once it is whole.</param>
    /// <param name="fault">The reason for which the bytes are not a header.</param>
    /// <returns>Empty if there is only a header, a fault, or the need for more bytes.</returns>
    public ReceiveResult Read(out ProxyHeader? header, out ProxyHeaderFault? fault)
    {
        header = null;
        fault = null;
        Span<byte> bytes = stackalloc byte[ProxyHeaderReader.MaxBytes];
        var kept = _kept?.Length ?? 0;
        _kept.CopyTo(bytes);

        // The socket is a blocking one still.
        if (!Socket.Poll(0, SelectMode.SelectRead))
            return ReceiveResult.Empty;

        var count = Socket.Receive(bytes[kept..], SocketFlags.Peek);
        if (count == 0)
            return ReceiveResult.Ended;

        var status = ProxyHeaderReader.Read(bytes[..(kept + count)], out header, out var length, out fault);
        if (status == ProxyHeaderStatus.NeedMore)
            Keep(bytes[..(kept + count)], count);
        else if (status == ProxyHeaderStatus.Complete)
            Socket.Receive(bytes[..(length - kept)]);
        return ReceiveResult.Empty;
    }

    /// <summary>Ends the stream with a reset.</summary>
    public void Abort()
    {
        try
        {
            Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (ObjectDisposedException)
        {
            // Closed before.
        }

        Close();
    }

    public void Close()
    {
        Socket.Dispose();
        Dispose();
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => TellReadable();

    // Bytes that stay in the socket would make it readable at once, again and again.
    private void Keep(Span<byte> bytes, int last)
    {
        _kept = bytes.ToArray();
        Socket.Receive(bytes[^last..]);
    }

    private void TellReadable() => Owner.Tell(TransportEvent.Readable.Instance, ActorRefs.NoSender);
}
