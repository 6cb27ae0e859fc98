using WsActors.Protocol.Http;

namespace WsActors.Protocol.WebSocket.Handshake;

/// <summary>
/// A request that broke no rule: an opening handshake (RFC 6455 §4.2.1), or one for pushes over plain HTTP. Whether its path, subprotocol and credentials
/// are welcome is for the host to say: <c>ServerSession.Accept</c> or <c>ServerSession.Reject</c>.
/// </summary>
public sealed record HandshakeRequest
{
    /// <summary>The kind of connection that it asks for.</summary>
    public RequestKind Form { get; init; }

    /// <summary>True if the method is HEAD: the response has no content (RFC 9110 §9.3.2).</summary>
    public bool IsHead { get; init; }

    /// <summary>True if it is HTTP/1.0, which knows no chunks (RFC 9112 §6.1).</summary>
    public bool IsOldHttp { get; init; }

    /// <summary>The percent-encoded path of the target, always beginning with "/"; unreserved characters are not encoded.</summary>
    public required string Path { get; init; }

    /// <summary>The query of the target without its "?"; empty if there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The Host header, as it was sent; empty where HTTP/1.0 sent none.</summary>
    public required string Host { get; init; }

    /// <summary>The Origin header; null from clients that are not browsers (RFC 6455 §4.1, item 8).</summary>
    public string? Origin { get; init; }

    /// <summary>
    /// The Sec-Fetch-Site header (Fetch Metadata §2.3): the origin of the requesting page, also if the browser sends no Origin. Null from
    /// clients that are not browsers, and from browsers under plain HTTP beyond loopback.
    /// </summary>
    public string? FetchSite { get; init; }

    /// <summary>Sec-WebSocket-Key: 16 bytes in base64, checked; empty if no WebSocket is requested.</summary>
    public required string Key { get; init; }

    /// <summary>Sec-WebSocket-Protocol: the client's subprotocols in its order of preference.</summary>
    public IReadOnlyList<string> Subprotocols { get; init; } = [];

    /// <summary>Sec-WebSocket-Extensions: the client's offers in its order of preference.</summary>
    public IReadOnlyList<ExtensionOffer> Extensions { get; init; } = [];

    /// <summary>The Authorization header, as it was sent.</summary>
    public string? Authorization { get; init; }

    /// <summary>The X-API-Key header, with which back ends may identify themselves.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The Last-Event-ID header, with which a browser resumes an event stream.</summary>
    public string? LastEventId { get; init; }

    /// <summary>The Forwarded header (RFC 7239), all of it; to be believed of trusted proxies only.</summary>
    public string? Forwarded { get; init; }

    /// <summary>The X-Forwarded-For header, all of it; to be believed of trusted proxies only.</summary>
    public string? XForwardedFor { get; init; }

    /// <summary>The X-Forwarded-Proto header, all of it; to be believed of trusted proxies only.</summary>
    public string? XForwardedProto { get; init; }

    /// <summary>The path alone: headers and query may hold credentials, which no log may.</summary>
    public override string ToString() => $"GET {Path}";

    /// <summary>The first value of a query parameter, percent-decoded; null if it is absent.</summary>
    public string? QueryParameter(string name) => QueryString.First(Query, name);
}
