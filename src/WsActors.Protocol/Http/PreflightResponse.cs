namespace WsActors.Protocol.Http;

/// <summary>
/// Answers OPTIONS: what is allowed here, and what a page of another origin may send along with its requests (Fetch standard, CORS
/// preflight). The same for all paths and for all origins that may connect, so that nothing depends on the request.
/// </summary>
public static class PreflightResponse
{
    /// <summary>The response, still without its Date. RFC 9110 §8.6: a 204 has no Content-Length. Two hours is as long as browsers remember it.</summary>
    public static ReadOnlySpan<byte> Text =>
        "HTTP/1.1 204 No Content\r\nAllow: GET, HEAD, OPTIONS\r\nAccess-Control-Allow-Origin: *\r\n"u8 +
        "Access-Control-Allow-Methods: GET, HEAD\r\nAccess-Control-Allow-Headers: Authorization, Cache-Control, Last-Event-ID\r\n"u8 +
        "Access-Control-Max-Age: 7200\r\nConnection: close\r\n\r\n"u8;
}
