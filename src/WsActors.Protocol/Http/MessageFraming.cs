namespace WsActors.Protocol.Http;

/// <summary>
/// Checks the headers that describe a request's content (RFC 9112 §6). None is allowed here: its bytes would be taken for frames. A
/// length that two parties could read differently permits request smuggling, so it is refused before any content.
/// </summary>
internal static class MessageFraming
{
    private const string TransferEncoding = "Transfer-Encoding";
    private const string ContentLength = "Content-Length";

    /// <summary>The reason for which the request is refused; null if it has no content.</summary>
    public static HandshakeRefusal? FaultOf(HttpRequest request)
    {
        var codings = request.Count(TransferEncoding);
        return codings > 0 ? FaultOfCodings(request) : FaultOfLength(request);
    }

    private static HandshakeRefusal? FaultOfCodings(HttpRequest request)
    {
        // RFC 9112 §6.1: "A server that receives a request message with a transfer coding it does not understand SHOULD respond
        // with 501".
        var codings = request.List(TransferEncoding);
        if (codings.FirstOrDefault(coding => !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)) is { } unknown)
            return HandshakeRefusals.UnknownTransferCoding(unknown);

        // RFC 9112 §6.1: chunked "MUST NOT" be applied more than once; HTTP/1.0 knows no transfer codings; and a request with both
        // fields "might indicate an attempt to perform request smuggling".
        if (codings.Count != 1 || request.Version == "HTTP/1.0" || request.Count(ContentLength) > 0)
            return HandshakeRefusals.Malformed("Transfer-Encoding is empty, repeated, next to a Content-Length or in HTTP/1.0");

        return HandshakeRefusals.BodyNotAllowed;
    }

    private static HandshakeRefusal? FaultOfLength(HttpRequest request)
    {
        // RFC 9112 §6.3, item 5: without Transfer-Encoding, an invalid Content-Length is an unrecoverable error, answered with 400. A
        // list of equal numbers may be accepted there; here it is not, because no honest client sends one.
        var lengths = request.All(ContentLength);
        if (lengths.Count == 0)
            return null;
        if (lengths.Count > 1 || !IsNumber(lengths[0]))
            return HandshakeRefusals.Malformed("Content-Length must be one whole number");

        return lengths[0].Trim('0').Length == 0 ? null : HandshakeRefusals.BodyNotAllowed;
    }

    // RFC 9110 §8.6: Content-Length = 1*DIGIT.
    private static bool IsNumber(string value) => value.Length > 0 && value.All(char.IsAsciiDigit);
}
