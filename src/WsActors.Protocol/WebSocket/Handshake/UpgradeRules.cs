using WsActors.Protocol.Http;

namespace WsActors.Protocol.WebSocket.Handshake;

/// <summary>
/// The rules that a request must meet, in order, each with its sentence of the RFC; first those of every request, then those of an
/// opening handshake (RFC 6455 §4.2.1).
/// </summary>
public static class UpgradeRules
{
    private const int KeyLength = 24;
    private const int NonceBytes = 16;

    /// <summary>Makes a handshake of a request that breaks no rule, or returns the rule that it breaks.</summary>
    public static bool Judge(HttpRequest request, out HandshakeRequest? accepted, out HandshakeRefusal? refusal)
    {
        accepted = null;
        refusal = FaultOf(request);
        if (refusal is not null)
            return false;

        // RFC 9112 §3.2.4: the asterisk-form, for OPTIONS of the server as a whole.
        var isWholeServer = request is { Method: "OPTIONS", Target: "*" };
        if (!RequestTarget.TryParse(isWholeServer ? "/" : request.Target, out var target))
            refusal = HandshakeRefusals.Malformed("the request target is not a path");
        else if (PathNormalization.HasDotSegments(target.Path))
            refusal = HandshakeRefusals.Malformed("the path has a segment \".\" or \"..\": send it resolved");
        else if (FormOf(request, target, out refusal) is { } form)
            accepted = HandshakeOf(request, target, form);
        return accepted is not null;
    }

    private static HandshakeRefusal? FaultOf(HttpRequest request)
    {
        // RFC 9110 §15.6.6: a major version that the server does not support.
        if (!request.Version.StartsWith("HTTP/1.", StringComparison.Ordinal))
            return HandshakeRefusals.VersionNotSupported;

        // RFC 6455 §4.2.1, item 1: "An HTTP/1.1 or higher GET request". RFC 9110 §9.1: servers "MUST support" GET and HEAD; OPTIONS is
        // for pages of other origins.
        if (request.Method is not ("GET" or "HEAD" or "OPTIONS"))
            return HandshakeRefusals.MethodNotAllowed;

        // RFC 9112 §3.2: "a 400 … to any HTTP/1.1 request message that lacks a Host header field and to any request
        // message that contains more than one … or a Host header field with an invalid field value". RFC 6455 §4.2.1,
        // item 2, asks for it too. HTTP/1.0 need not send one.
        if (request.Count("Host") is var hosts && (hosts > 1 || (hosts == 0 && !IsOld(request)) || !HostHeader.IsValid(request.First("Host"))))
            return HandshakeRefusals.Malformed("exactly one Host header is needed, with a host and perhaps a port");

        return MessageFraming.FaultOf(request);
    }

    private static bool IsOld(HttpRequest request) => request.Version == "HTTP/1.0";

    private static RequestKind? FormOf(HttpRequest request, RequestTarget target, out HandshakeRefusal? refusal)
    {
        // RFC 6455 §4.2.1, item 3: "An |Upgrade| header field containing the value "websocket"", without regard to case.
        // RFC 9110 §7.8: an Upgrade in an HTTP/1.0 request MUST be ignored.
        RequestKind? form = !IsOld(request) && request.Method == "GET" && request.Lists("Upgrade", "websocket")
            ? RequestKind.WebSocket
            : RequestKinds.WithoutUpgrade(request, target.Query);
        refusal = form switch
        {
            RequestKind.WebSocket => UpgradeFaultOf(request),
            null => HandshakeRefusals.UpgradeRequired,
            _ => null,
        };
        return refusal is null ? form : null;
    }

    private static HandshakeRefusal? UpgradeFaultOf(HttpRequest request)
    {
        // RFC 6455 §4.2.1, item 4: "A |Connection| header field that includes the token "Upgrade"", without regard to case.
        if (!request.Lists("Connection", "Upgrade"))
            return HandshakeRefusals.Malformed("the Connection header does not include \"Upgrade\"");

        // RFC 6455 §4.2.1, item 6, and §4.4: "with a value of 13"; the answer to others names the supported version.
        if (request.Count("Sec-WebSocket-Version") != 1 || request.First("Sec-WebSocket-Version") != "13")
            return HandshakeRefusals.UnsupportedWebSocketVersion;

        // RFC 6455 §4.2.1, item 5: "a base64-encoded … value that, when decoded, is 16 bytes in length"; §11.3.1: once only.
        if (request.Count("Sec-WebSocket-Key") != 1 || !IsKey(request.First("Sec-WebSocket-Key")!))
            return HandshakeRefusals.InvalidKey;

        // RFC 6455 §4.1, item 10: subprotocols "MUST all be unique strings" of token characters.
        if (!AreSubprotocols(request.List("Sec-WebSocket-Protocol")))
            return HandshakeRefusals.Malformed("Sec-WebSocket-Protocol is not a list of different tokens");

        // RFC 6455 §9.1: "the recipient of such malformed data MUST immediately _Fail the WebSocket Connection_".
        return ExtensionList.TryParse(request.All("Sec-WebSocket-Extensions"), out _)
            ? null
            : HandshakeRefusals.Malformed("Sec-WebSocket-Extensions is not a list of extensions with parameters");
    }

    private static HandshakeRequest HandshakeOf(HttpRequest request, RequestTarget target, RequestKind form) =>
        new()
        {
            Form = form,
            IsHead = request.Method == "HEAD",
            IsOldHttp = IsOld(request),
            Path = target.Path,
            Query = target.Query,

            // RFC 9112 §3.2.2: with an absolute-form "the origin server MUST ignore the received Host header field".
            Host = target.Authority ?? request.First("Host") ?? string.Empty,
            Origin = request.First("Origin"),
            FetchSite = request.First("Sec-Fetch-Site"),
            Key = request.First("Sec-WebSocket-Key") ?? string.Empty,
            Subprotocols = request.List("Sec-WebSocket-Protocol"),
            Extensions = ExtensionList.TryParse(request.All("Sec-WebSocket-Extensions"), out var offers) ? offers : [],
            Authorization = request.First("Authorization"),
            ApiKey = request.Joined("X-API-Key"),
            LastEventId = request.First("Last-Event-ID"),
            Forwarded = request.Joined("Forwarded"),
            XForwardedFor = request.Joined("X-Forwarded-For"),
            XForwardedProto = request.Joined("X-Forwarded-Proto"),
        };

    private static bool IsKey(string key)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes + 2];
        return key.Length == KeyLength && Convert.TryFromBase64String(key, nonce, out var length) && length == NonceBytes;
    }

    private static bool AreSubprotocols(IReadOnlyList<string> subprotocols) =>
        subprotocols.All(HttpCharacters.IsToken) &&
        (subprotocols.Count < 2 || subprotocols.Distinct(StringComparer.Ordinal).Count() == subprotocols.Count);
}
