using Akka.Actor;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Access;

/// <summary>A client that is in shows a new token, before the old one ends.</summary>
public sealed record RefreshRequest
{
    private readonly IActorRef _connection;
    private readonly RequestId? _request;

    internal RefreshRequest(IActorRef connection, RequestId? request, BearerToken token)
    {
        _connection = connection;
        _request = request;
        Token = token;
    }

    public BearerToken Token { get; }

    /// <summary>Accepts the token. The connection checks that it is the same user's.</summary>
    public void Accept(Identity identity) => _connection.Tell(new RefreshDecision(_request, identity));

    /// <summary>The client keeps what it has until that ends.</summary>
    /// <param name="why">The fault, never the token itself.</param>
    public void Refuse(string why) => _connection.Tell(new RefreshDecision(_request, Identity: null, why));

    public override string ToString() => "refresh of a token";
}
