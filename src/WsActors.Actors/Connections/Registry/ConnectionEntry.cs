using System.Net;
using Akka.Actor;

namespace WsActors.Actors.Connections.Registry;

/// <summary>One connection as its parent knows it.</summary>
/// <param name="connection">The connection's actor.</param>
/// <param name="address">The peer's address, if the node counts connections per address.</param>
/// <param name="isRefused">True if the connection lives only to receive its refusal.</param>
/// <param name="checkAt">The time at which it has to check its deadlines.</param>
internal sealed class ConnectionEntry(IActorRef connection, IPAddress? address, bool isRefused, TimeSpan checkAt)
{
    public IActorRef Connection { get; } = connection;
    public IPAddress? Address { get; set; } = address;
    public string? User { get; set; }
    public bool IsRefused { get; set; } = isRefused;
    public TimeSpan CheckAt { get; set; } = checkAt;
}
