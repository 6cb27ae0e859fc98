using System.Buffers;
using System.Globalization;
using System.Text;
using WsActors.Protocol.Http;

namespace WsActors.Protocol.WebSocket.Handshake;

/// <summary>Writes the answer to an opening handshake.</summary>
public static class HandshakeResponse
{
    /// <summary>101 Switching Protocols (RFC 6455 §4.2.2).</summary>
    /// <param name="output">Receives the answer.</param>
    /// <param name="key">The client's Sec-WebSocket-Key.</param>
    /// <param name="subprotocol">The selected one; null for none.</param>
    /// <param name="extension">The agreed extension with its parameters; null for none.</param>
    /// <param name="date">The host's date; null from a host without a clock.</param>
    public static void WriteAccepted(
        IBufferWriter<byte> output, string key, string? subprotocol, string? extension = null, DateHeader? date = null)
    {
        Write(output, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
        date?.WriteTo(output);
        WriteHeader(output, "Sec-WebSocket-Accept", AcceptKey.Compute(key));
        if (subprotocol is not null)
            WriteHeader(output, "Sec-WebSocket-Protocol", subprotocol);
        if (extension is not null)
            WriteHeader(output, "Sec-WebSocket-Extensions", extension);
        Write(output, "\r\n");
    }

    /// <summary>An HTTP error with one line of text, after which the connection ends.</summary>
    /// <param name="output">Receives the answer.</param>
    /// <param name="refusal">The refusal.</param>
    /// <param name="date">The host's date; null from a host without a clock.</param>
    /// <param name="isHead">True for a HEAD request: the headers are the same, and no content follows (RFC 9110 §9.3.2).</param>
    public static void WriteRefused(IBufferWriter<byte> output, HandshakeRefusal refusal, DateHeader? date = null, bool isHead = false)
    {
        var body = $"{refusal.Status} {refusal.Name}: {refusal.Message}\n";
        Write(output, $"HTTP/1.1 {refusal.Status} {ReasonPhrase(refusal.Status)}\r\n");
        date?.WriteTo(output);
        WriteHeader(output, "Content-Type", "text/plain; charset=utf-8");
        WriteHeader(output, "Content-Length", Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture));

        // RFC 9110 §7.8: "A sender of Upgrade MUST also send an "Upgrade" connection option in the Connection header field".
        WriteHeader(output, "Connection", refusal.Status == 426 ? "Upgrade, close" : "close");
        WriteHeadersOf(output, refusal);
        Write(output, "\r\n");
        if (!isHead)
            Write(output, body);
    }

    private static void WriteHeadersOf(IBufferWriter<byte> output, HandshakeRefusal refusal)
    {
        // RFC 9110 §15.5.6: 405 "MUST generate an Allow header field".
        if (refusal.Status == 405)
            WriteHeader(output, "Allow", "GET, HEAD, OPTIONS");

        // RFC 9110 §15.5.22: 426 "MUST send an Upgrade header field"; RFC 6455 §4.4: and the versions spoken.
        if (refusal.Status == 426)
        {
            WriteHeader(output, "Upgrade", "websocket");
            WriteHeader(output, "Sec-WebSocket-Version", "13");
        }

        // RFC 9110 §15.5.2: 401 "MUST send a WWW-Authenticate header field".
        if (refusal.Challenge is not null)
            WriteHeader(output, "WWW-Authenticate", refusal.Challenge);

        if (refusal.RetryAfter is { } retryAfter)
            WriteHeader(output, "Retry-After", Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture));

        // Fetch standard, CORS protocol: without these a page sees a network error in place of the refusal.
        if (!refusal.IsHiddenFromPages)
            Write(output, "Access-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: Retry-After, WWW-Authenticate\r\n");
    }

    private static void WriteHeader(IBufferWriter<byte> output, string name, string value)
    {
        Write(output, name);
        Write(output, ": ");
        Write(output, value);
        Write(output, "\r\n");
    }

    private static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    private static string ReasonPhrase(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        426 => "Upgrade Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Refused",
    };
}
