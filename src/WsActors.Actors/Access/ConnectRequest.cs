using System.Net;
using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Access;

/// <summary>A client that wants to come in. Its connection waits for the decision, and may end meanwhile.</summary>
public sealed record ConnectRequest
{
    private readonly IActorRef _connection;

    internal ConnectRequest(IActorRef connection, ConnectionId id, HandshakeRequest request, ConnectionRoute route)
    {
        _connection = connection;
        Id = id;
        Request = request;
        Route = route;
    }

    public ConnectionId Id { get; }

    /// <summary>The handshake; its path is without the path base.</summary>
    public HandshakeRequest Request { get; }

    /// <summary>The token of the client's first command, or that of the handshake if a step before has found it; null if neither is known.</summary>
    public BearerToken? Token { get; init; }

    /// <summary>The client's address, found behind the trusted proxies.</summary>
    public EndPoint? Client { get; init; }

    /// <summary>The route that its path selects.</summary>
    public ConnectionRoute Route { get; }

    /// <summary>The client's identity, as far as it is known.</summary>
    public Identity Identity { get; init; } = Identity.Anonymous;

    /// <summary>Admits the client as <see cref="Identity"/>.</summary>
    public void Admit() => _connection.Tell(new EntryDecision(Identity: Identity));

    /// <summary>Answers its handshake with an HTTP error, or closes the connection if its credentials came in band.</summary>
    public void Deny(HandshakeRefusal refusal) => _connection.Tell(new EntryDecision(refusal));

    public override string ToString() => $"connect request of connection {Id}";
}
