using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using WsActors.Protocol.Proxies;

namespace WsActors.Actors.Transport;

/// <summary>
/// A connection that a proxy opened: first its PROXY header, then the transport behind it, TLS included. Until
/// the header is whole nothing is readable and nothing can be sent, so that the owner's handshake deadline covers it, and
/// the node's limit of connections all those that are half open.
/// </summary>
internal sealed class ProxiedTransport : IConnectionTransport
{
    private readonly Func<Socket, IConnectionTransport> _wrap;
    private ProxyPreamble? _preamble;
    private IConnectionTransport? _behind;
    private ProxyHeaderFault? _fault;

    /// <param name="preamble">The header that is read first.</param>
    /// <param name="wrap">Makes the transport for what follows.</param>
    /// <param name="fault">Not null if the peer is refused before anything is read.</param>
    public ProxiedTransport(ProxyPreamble preamble, Func<Socket, IConnectionTransport> wrap, ProxyHeaderFault? fault)
    {
        _preamble = preamble;
        _wrap = wrap;
        _fault = fault;
        RemoteEndPoint = preamble.Peer;
    }

    /// <summary>The proxy's end point until the header is read, then the one that the header names.</summary>
    public EndPoint? RemoteEndPoint { get; private set; }

    public SslProtocols Security => _behind?.Security ?? SslProtocols.None;

    // Before the header is read the client's address is not known either, and nothing is refused because of it.
    public bool IsCostlyToRefuse => _behind?.IsCostlyToRefuse ?? false;

    public void Attach(IActorRef owner) => _preamble!.Owner = owner;

    public void AwaitReadable()
    {
        if (_behind is not null)
            _behind.AwaitReadable();
        else if (_fault is null)
            _preamble!.AwaitReadable();
        else
            _preamble!.Owner.Tell(new TransportEvent.ProxyHeaderFailed(_fault), ActorRefs.NoSender);
    }

    public bool HasArrived => _behind?.HasArrived ?? false;

    public TcpReport? Report() => _behind?.Report();

    public ReceiveResult Receive(Memory<byte> buffer)
    {
        if (_behind is not null)
            return _behind.Receive(buffer);

        try
        {
            var received = _preamble!.Read(out var header, out _fault);
            if (header is not null)
                GoOnBehind(_preamble, header);
            return received;
        }
        catch (SocketException gone)
        {
            return ReceiveResult.Failed(gone.SocketErrorCode);
        }
    }

    public SendStatus Send(ReadOnlyMemory<byte> bytes) => _behind?.Send(bytes) ?? SendStatus.Failed;

    public void EndSending() => _behind?.EndSending();

    public void Abort()
    {
        _preamble?.Abort();
        _behind?.Abort();
    }

    public void Dispose()
    {
        _preamble?.Close();
        _behind?.Dispose();
    }

    private void GoOnBehind(ProxyPreamble preamble, ProxyHeader header)
    {
        RemoteEndPoint = header.Client ?? preamble.Peer;
        _behind = _wrap(preamble.Socket);
        _behind.Attach(preamble.Owner);
        _preamble = null;
        preamble.Dispose();
    }
}
