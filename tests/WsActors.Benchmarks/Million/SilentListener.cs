using System.Net;
using Akka.Actor;
using WsActors.Actors.Transport;

namespace WsActors.Benchmarks.Million;

/// <summary>A listener to whose owner connections are handed from outside.</summary>
internal sealed class SilentListener : IListener
{
    private volatile IActorRef _owner = ActorRefs.Nobody;

    public EndPoint LocalEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    public void Attach(IActorRef owner) => _owner = owner;

    public void AcceptNext()
    {
    }

    public void Connect(IConnectionTransport transport) => _owner.Tell(new ListenerEvent.Accepted(transport));

    public void Dispose()
    {
    }
}
