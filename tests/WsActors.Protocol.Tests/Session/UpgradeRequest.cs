namespace WsActors.Protocol.Tests.Session;

/// <summary>Opening handshakes as text: a good one, and the same with one thing changed.</summary>
internal static class UpgradeRequest
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

    /// <param name="line">The request line.</param>
    /// <param name="more">Further header lines, each with its CRLF.</param>
    public static string Text(string line = "GET /echo HTTP/1.1", string more = "") => Compose(line, Headers, more);

    public static string Without(string header) =>
        Compose("GET /echo HTTP/1.1", Headers.Where(pair => pair.Key != header), string.Empty);

    /// <summary>One header with another value in its place.</summary>
    public static string With(string header, string value) => Compose(
        "GET /echo HTTP/1.1",
        Headers.Select(pair => pair.Key == header ? new(header, value) : pair),
        Headers.Any(pair => pair.Key == header) ? string.Empty : $"{header}: {value}\r\n");

    private static string Compose(string line, IEnumerable<KeyValuePair<string, string>> headers, string more) =>
        $"{line}\r\n{string.Concat(headers.Select(pair => $"{pair.Key}: {pair.Value}\r\n"))}{more}\r\n";
}
