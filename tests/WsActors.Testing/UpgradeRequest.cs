namespace WsActors.Testing;

/// <summary>Opening handshakes as text (RFC 6455 §4.1): a valid one, and ones with a single thing changed.</summary>
public static class UpgradeRequest
{
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private static readonly KeyValuePair<string, string>[] Headers =
    [
        new("Host", "localhost"),
        new("Upgrade", "websocket"),
        new("Connection", "Upgrade"),
        new("Sec-WebSocket-Key", Key),
        new("Sec-WebSocket-Version", "13"),
    ];

    /// <summary>A valid request.</summary>
    /// <param name="target">The path, and the query if there is one.</param>
    /// <param name="more">Further header lines, each with its CRLF.</param>
    public static string To(string target, string? more = null) => Text($"GET {target} HTTP/1.1", more);

    /// <summary>A request with this request line.</summary>
    /// <param name="line">The request line.</param>
    /// <param name="more">Further header lines, each with its CRLF.</param>
    public static string Text(string line = "GET /echo HTTP/1.1", string? more = null) => Compose(line, Headers, more);

    /// <summary>A request that lacks a header.</summary>
    public static string Without(string header) =>
        Compose("GET /echo HTTP/1.1", Headers.Where(pair => pair.Key != header), more: null);

    /// <summary>A request in which a header has another value.</summary>
    public static string With(string header, string value) => Compose(
        "GET /echo HTTP/1.1",
        Headers.Select(pair => pair.Key == header ? new(header, value) : pair),
        Headers.Any(pair => pair.Key == header) ? null : $"{header}: {value}\r\n");

    private static string Compose(string line, IEnumerable<KeyValuePair<string, string>> headers, string? more) =>
        $"{line}\r\n{string.Concat(headers.Select(pair => $"{pair.Key}: {pair.Value}\r\n"))}{more}\r\n";
}
