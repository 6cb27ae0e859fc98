using System.Net;
using Akka.Actor;
using WsActors.Actors.Transport;

namespace WsActors.Benchmarks.Million;

/// <summary>A listener to whose owner connections are handed from outside.</summary>
internal sealed class SilentListener : IListener
{
    private readonly TaskCompletionSource<IActorRef> _owner = new();

    public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    public void Attach(IActorRef owner) => _owner.TrySetResult(owner);

    public void AcceptNext()
    {
    }

    /// <summary>A peer connects, as soon as there is an acceptor.</summary>
    public void Connect(IConnectionTransport transport) =>
        _owner.Task.GetAwaiter().GetResult().Tell(new ListenerEvent.Accepted(transport));

    public void Dispose()
    {
    }
}
