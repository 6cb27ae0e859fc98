using System.Net;
using Akka.Actor;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests;

/// <summary>A listener in memory: the test connects, and may plant a fault into the acceptor's next call.</summary>
public sealed class MemoryListener : IListener
{
    private volatile IActorRef _owner = ActorRefs.Nobody;
    private volatile bool _throws;

    public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    public bool Disposed { get; private set; }

    public bool IsAttached => !_owner.IsNobody();

    /// <summary>A peer connects; the other end of its stream.</summary>
    public MemoryTransport Connect()
    {
        var transport = new MemoryTransport();
        _owner.Tell(new ListenerEvent.Accepted(transport));
        return transport;
    }

    public void ThrowOnNextAccept() => _throws = true;

    void IListener.Attach(IActorRef owner) => _owner = owner;

    void IListener.AcceptNext()
    {
        if (!_throws)
            return;

        _throws = false;
        throw new InvalidOperationException("planted");
    }

    void IDisposable.Dispose() => Disposed = true;
}
