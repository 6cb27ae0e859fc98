using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections.Entering;

/// <summary>A request that is being decided, with what the client has sent right behind it and what is known of the client so far.</summary>
internal sealed class PendingRequest(HandshakeRequest request)
{
    private byte[] _pipelined = [];

    /// <summary>The request; its path is without the path base once the route is known.</summary>
    public HandshakeRequest Request { get; set; } = request;

    public ConnectionRoute? Route { get; set; }

    /// <summary>The id of the command that brought the client's credentials; null if it has none, or if the request brought them.</summary>
    public RequestId? Connect { get; set; }

    public Identity Identity { get; set; } = Identity.Anonymous;

    /// <summary>The reply that the entrance waits for.</summary>
    public EntranceStep Step { get; set; }

    /// <summary>Keeps a copy of the bytes behind the request: the caller's buffer is free after the turn.</summary>
    public void Keep(ReadOnlySpan<byte> pipelined) => _pipelined = pipelined.ToArray();

    /// <summary>Gives the kept bytes back; they are read when the request has been decided.</summary>
    public byte[] TakePipelined()
    {
        var pipelined = _pipelined;
        _pipelined = [];
        return pipelined;
    }
}
