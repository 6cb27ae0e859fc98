using WsActors.Protocol.Http;

namespace WsActors.Protocol.Routing;

/// <summary>The refusals that depend on what is served where, by name. Those that list addresses are in <see cref="RouteTable"/>.</summary>
public static class RouteRefusals
{
    /// <summary><c>/echo</c> is not served on this node.</summary>
    public static readonly HandshakeRefusal EchoOff = new(
        404, "echo_off", "/echo is switched off on this server: connect to /connect or /topics/{topic}");

    /// <summary>The <c>keepalive</c> in the query is unknown.</summary>
    public static readonly HandshakeRefusal InvalidKeepAlive = new(
        400, "invalid_keepalive", "keepalive must be \"message\", or be left out");

    /// <summary>The <c>format</c> in the query of an event stream is unknown.</summary>
    public static readonly HandshakeRefusal InvalidFormat = new(
        400, "invalid_format", "format must be \"json\", or be left out");

    /// <summary>No route has this path.</summary>
    /// <param name="addresses">The addresses that can be connected to.</param>
    public static HandshakeRefusal NotFound(string addresses) => new(
        404, "not_found", $"there is nothing here: connect to {addresses}");

    /// <summary>The path is served to WebSockets only.</summary>
    /// <param name="addresses">The addresses of event streams and polls.</param>
    public static HandshakeRefusal OnlyTopicsWithoutUpgrade(string addresses) => new(
        404, "only_topics_without_upgrade", $"event streams and polls are at {addresses}: connect there, or with a WebSocket client");

    public static HandshakeRefusal InvalidTopic(string fault) => new(400, "invalid_topic", fault);

    public static HandshakeRefusal InvalidSince(string fault) => new(400, "invalid_since", fault);
}
