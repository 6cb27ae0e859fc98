using System.Net;
using Akka.Actor;
using WsActors.Actors.Transport;

namespace WsActors.Benchmarks.Million;

/// <summary>Listens to nothing: peers in memory come in through it. They wait here until the acceptor is ready for the next.</summary>
/// <remarks>Used by the acceptor and by whoever connects the peers, hence the lock.</remarks>
internal sealed class QueueListener : IListener
{
    private readonly Lock _lock = new();
    private readonly Queue<IConnectionTransport> _waiting = new();
    private IActorRef _owner = ActorRefs.Nobody;
    private bool _isReady;

    public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.None, 0);

    public void Attach(IActorRef owner)
    {
        lock (_lock)
            _owner = owner;
    }

    public void AcceptNext()
    {
        lock (_lock)
        {
            _isReady = true;
            HandOver();
        }
    }

    public void Connect(IConnectionTransport peer)
    {
        lock (_lock)
        {
            _waiting.Enqueue(peer);
            HandOver();
        }
    }

    public void Dispose()
    {
    }

    private void HandOver()
    {
        if (!_isReady || !_waiting.TryDequeue(out var peer))
            return;

        _isReady = false;
        _owner.Tell(new ListenerEvent.Accepted(peer));
    }
}
