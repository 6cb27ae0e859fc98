using System.Net;
using Akka.Actor;

namespace WsActors.Actors.Transport;

/// <summary>A bound listener. It is bound before the first actor exists, so that a port in use stops the start.</summary>
public interface IListener : IDisposable
{
    /// <summary>The end point that it listens on, with the port that the system chose for port 0.</summary>
    EndPoint LocalEndPoint { get; }

    /// <summary>Names the owner: the acceptor, again after each of its restarts.</summary>
    void Attach(IActorRef owner);

    /// <summary>
    /// Accepts one connection; the owner receives <see cref="ListenerEvent.Accepted"/> or <see cref="ListenerEvent.AcceptFailed"/>. A
    /// second call while one is under way changes nothing.
    /// </summary>
    void AcceptNext();
}
