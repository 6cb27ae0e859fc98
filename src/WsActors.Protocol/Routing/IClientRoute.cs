using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Routing;

/// <summary>One registration in a <see cref="RouteTable"/>: the paths that it serves, and what a connection under them is. Immutable.</summary>
public interface IClientRoute
{
    /// <summary>The address as texts name it, such as <c>/topics/{topic}</c>.</summary>
    string Address { get; }

    /// <summary>The protocol of its WebSockets.</summary>
    IClientProtocol Protocol { get; }

    /// <summary>True if it answers event streams and polls too.</summary>
    bool ServesPlainHttp => false;

    /// <summary>Paths and names that its requests hold again and again: the request reader keeps one string of each.</summary>
    IEnumerable<string> KnownStrings => Protocol.Subprotocols;

    /// <param name="path">The path without the path base, percent-encoded.</param>
    bool Serves(string path);

    /// <summary>Decides what a connection is to be; null with the refusal, or with none if there is nothing under the path after all.</summary>
    /// <param name="request">A request whose path it serves.</param>
    /// <param name="refusal">The refusal otherwise.</param>
    ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal);

    /// <summary>
    /// The protocol in which a refusal is sent to a WebSocket under this route; null if the client may not understand it.
    /// </summary>
    /// <param name="subprotocols">The subprotocols that the client offers.</param>
    IClientProtocol? ProtocolFor(IReadOnlyList<string> subprotocols) => Protocol;
}
