using System.Globalization;

namespace WsActors.Protocol.Http;

/// <summary>Every way to answer an opening handshake with an HTTP error, by name.</summary>
public static class HandshakeRefusals
{
    /// <summary>The longest text of the peer that is quoted in an answer; longer ones are cut.</summary>
    private const int MaxQuotedCharacters = 100;

    internal const string UnknownSubprotocolName = "unknown_subprotocol";

    internal const string ConnectExpectedName = "connect_expected";

    internal const string DrainingName = "draining";

    private static readonly TimeSpan TryAgainSoon = TimeSpan.FromSeconds(5);

    /// <summary>The peer speaks plain HTTP to a listener that speaks TLS.</summary>
    public static readonly HandshakeRefusal TlsRequired = new(
        400, "tls_required", "this port speaks TLS: use wss:// or https://");

    public static readonly HandshakeRefusal VersionNotSupported = new(
        505, "http_version_not_supported", "only HTTP/1.1 is spoken here");

    public static readonly HandshakeRefusal MethodNotAllowed = new(
        405, "method_not_allowed", "this is a WebSocket listener: use GET with an upgrade; the HTTP API is on the admin port");

    public static readonly HandshakeRefusal BodyNotAllowed = new(
        413, "body_not_allowed", "a WebSocket handshake has no body");

    public static readonly HandshakeRefusal UpgradeRequired = new(
        426, "upgrade_required", "this is a WebSocket listener: connect with a WebSocket client; the HTTP API is on the admin port");

    public static readonly HandshakeRefusal UnsupportedWebSocketVersion = new(
        426, "unsupported_websocket_version", "Sec-WebSocket-Version must be 13");

    public static readonly HandshakeRefusal InvalidKey = new(
        400, "invalid_key", "exactly one Sec-WebSocket-Key is needed, 16 bytes in base64");

    public static HandshakeRefusal Malformed(string what) => new(400, "malformed_request", what);

    /// <summary>RFC 9112 §6.1: the content has an unsupported transfer coding.</summary>
    public static HandshakeRefusal UnknownTransferCoding(string coding) => new(
        501, "unknown_transfer_coding", $"the transfer coding {Cut(coding)} is not known here, and a request has no content");

    public static HandshakeRefusal RequestTooLarge(int limit) => new(
        431, "request_too_large", $"the request head is over {limit} bytes");

    public static HandshakeRefusal TooManyHeaders(int limit) => new(
        431, "too_many_headers", $"the request has over {limit} headers");

    /// <summary>The page that connects is of an origin that the settings do not name.</summary>
    public static HandshakeRefusal OriginNotAllowed(string origin) => new(
        403, "origin_not_allowed", $"pages of {Cut(origin)} may not connect: the operator allows them in WsActors:Push:AllowedOrigins")
    { IsHiddenFromPages = true };

    /// <summary>The request came under a name that the settings do not give to this server.</summary>
    public static HandshakeRefusal HostNotAllowed(string host) => new(
        403, "host_not_allowed", $"no service under the name {Cut(host)}: the operator allows names in WsActors:Push:AllowedHosts");

    /// <summary>None of the offered subprotocols is supported on this path.</summary>
    public static HandshakeRefusal UnknownSubprotocol(string supported) => new(
        400, UnknownSubprotocolName, $"none of the offered subprotocols is spoken here: offer {supported}, or none");

    /// <summary>The topic's rule does not let this client subscribe.</summary>
    public static HandshakeRefusal SubscribeForbidden(string why) => new(403, "subscribe_forbidden", why);

    /// <summary>Required credentials are missing (RFC 6750 §3.1: then no error code is given).</summary>
    public static readonly HandshakeRefusal TokenRequired = new(
        401, "token_required", "a token is needed: send it as Authorization: Bearer, ?access_token= or the subprotocol bearer.TOKEN")
    { Challenge = "Bearer" };

    /// <summary>Credentials are demanded, and the first command of a protocol in which they come in band has none.</summary>
    public static readonly HandshakeRefusal TokenRequiredInBand = new(
        401, "token_required", "a token is needed: send it in the first command");

    /// <summary>The credentials come in band, and the client's first command is another one.</summary>
    public static readonly HandshakeRefusal ConnectExpected = new(
        400, ConnectExpectedName, "the first command must be the one with the client's credentials");

    public static readonly HandshakeRefusal SeveralTokens = new(
        400, "several_tokens", "more than one token was sent: use one of Authorization, access_token and a bearer. subprotocol")
    { Challenge = "Bearer error=\"invalid_request\"" };

    /// <param name="why">The fault, never the token itself.</param>
    public static HandshakeRefusal InvalidToken(string why) => new(401, "invalid_token", why)
    { Challenge = "Bearer error=\"invalid_token\"" };

    /// <param name="reason">The application's words, if it gave any.</param>
    public static HandshakeRefusal ByApplication(string? reason) => new(
        403, "application_refused", reason ?? "the application does not let this client in");

    /// <summary>The application decides, and could not be asked.</summary>
    public static readonly HandshakeRefusal Undecided = new(
        503, "application_unavailable", "the application could not be asked about this client")
    { RetryAfter = TryAgainSoon };

    public static HandshakeRefusal Timeout(TimeSpan limit) => new(
        408, "timeout", $"the handshake took over {limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");

    public static HandshakeRefusal TooManyConnections(int limit) => new(
        503, "too_many_connections", $"this node has {limit} connections, as many as it may")
    { RetryAfter = TryAgainSoon };

    public static HandshakeRefusal TooManyFromAddress(int limit) => new(
        429, "too_many_from_address", $"your address has {limit} connections, as many as it may")
    { RetryAfter = TryAgainSoon };

    public static HandshakeRefusal TooManyOfUser(int limit) => new(
        429, "too_many_of_user", $"you have {limit} connections, as many as you may")
    { RetryAfter = TryAgainSoon };

    /// <param name="retryAfter">The time after which to try again.</param>
    public static HandshakeRefusal Overloaded(TimeSpan retryAfter) => new(
        503, "overloaded", "more clients connect than this node can take at once; those that were connected a moment ago go first")
    { RetryAfter = retryAfter };

    /// <param name="retryAfter">The time after which to try again.</param>
    public static HandshakeRefusal Draining(TimeSpan retryAfter) => new(
        503, DrainingName, "this node is about to stop: connect to another one")
    { RetryAfter = retryAfter };

    private static string Cut(string text) => text.Length <= MaxQuotedCharacters ? text : $"{text[..MaxQuotedCharacters]}…";
}
