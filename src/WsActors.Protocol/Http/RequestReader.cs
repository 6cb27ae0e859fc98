namespace WsActors.Protocol.Http;

/// <summary>
/// Reads an HTTP/1.x request head (RFC 9112) line by line, so that what is wrong is refused with the line that is
/// wrong and not with the head's end.
/// </summary>
public static class RequestReader
{
    private const int MaxEmptyLinesBefore = 2;

    /// <summary>Reads the head from the front of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">All that has come of it so far.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="request">The head, when complete.</param>
    /// <param name="consumed">Its length in bytes, when complete.</param>
    /// <param name="refusal">The refusal, when refused.</param>
    public static ReadStatus Read(
        ReadOnlySpan<byte> bytes, HandshakeLimits limits, out HttpRequest? request, out int consumed, out HandshakeRefusal? refusal)
    {
        request = null;
        consumed = 0;
        var head = new RequestHeadBuilder(limits);
        var within = bytes[..Math.Min(bytes.Length, limits.MaxRequestBytes)];
        while (TryReadLine(within[consumed..], out var line, out var length))
        {
            consumed += length;
            if (line.IsEmpty && head.HasRequestLine)
                return head.Finish(out request, out refusal);
            if ((refusal = head.Take(line)) is not null)
                return ReadStatus.Refused;
        }

        refusal = bytes.Length > limits.MaxRequestBytes
            ? HandshakeRefusals.RequestTooLarge(limits.MaxRequestBytes)
            : head.JudgeUnfinished(within[consumed..]);
        return refusal is null ? ReadStatus.NeedMore : ReadStatus.Refused;
    }

    // RFC 9112 §2.2: "a recipient MAY recognize a single LF as a line terminator and ignore any preceding CR".
    private static bool TryReadLine(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line, out int length)
    {
        var end = bytes.IndexOf((byte)'\n');
        length = end + 1;
        line = end < 0 ? default : bytes[..end];
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        return end >= 0;
    }

    /// <summary>Gathers the lines of one head.</summary>
    private ref struct RequestHeadBuilder(HandshakeLimits limits)
    {
        private readonly List<KeyValuePair<string, string>> _headers = new(12);
        private string? _method;
        private string? _target;
        private string? _version;
        private int _emptyLines;

        public readonly bool HasRequestLine => _method is not null;

        public HandshakeRefusal? Take(ReadOnlySpan<byte> line)
        {
            if (HasRequestLine)
                return TakeHeader(line);

            // RFC 9112 §2.2: "a server … SHOULD ignore at least one empty line (CRLF) received prior to the request-line".
            if (line.IsEmpty)
                return ++_emptyLines > MaxEmptyLinesBefore ? HandshakeRefusals.Malformed("no request line") : null;

            return TakeRequestLine(line);
        }

        public readonly ReadStatus Finish(out HttpRequest? request, out HandshakeRefusal? refusal)
        {
            request = new HttpRequest(_method!, _target!, _version!, _headers);
            refusal = null;
            return ReadStatus.Complete;
        }

        /// <summary>Checks an incomplete line: bytes that cannot begin a request never become one.</summary>
        public readonly HandshakeRefusal? JudgeUnfinished(ReadOnlySpan<byte> line)
        {
            if (HasRequestLine)
                return null;

            var method = line[..Math.Max(0, line.IndexOf((byte)' ') is var space and >= 0 ? space : line.Length)];
            return HttpCharacters.IsTokenSoFar(method.TrimEnd((byte)'\r'))
                ? null
                : HandshakeRefusals.Malformed("this is not HTTP");
        }

        private HandshakeRefusal? TakeRequestLine(ReadOnlySpan<byte> line)
        {
            var method = UpTo((byte)' ', ref line);
            var target = UpTo((byte)' ', ref line);
            if (!HttpCharacters.IsToken(method))
                return HandshakeRefusals.Malformed("this is not HTTP");
            if (!HttpCharacters.IsTarget(target))
                return HandshakeRefusals.Malformed("the request target is missing or holds illegal characters");
            if (!IsVersion(line))
                return HandshakeRefusals.Malformed("the request line does not end with an HTTP version");

            _method = limits.KnownStrings.Of(method);
            _target = limits.KnownStrings.Of(target);
            _version = limits.KnownStrings.Of(line);
            return null;
        }

        private readonly HandshakeRefusal? TakeHeader(ReadOnlySpan<byte> line)
        {
            if (_headers.Count >= limits.MaxHeaders)
                return HandshakeRefusals.TooManyHeaders(limits.MaxHeaders);

            // RFC 9112 §5.2: a server that receives an obs-fold "MUST either reject the message by sending a 400".
            if (line[0] is (byte)' ' or (byte)'\t')
                return HandshakeRefusals.Malformed("a header line is folded");

            // RFC 9112 §5.1: "whitespace between a header field name and colon" MUST be rejected with 400.
            var colon = line.IndexOf((byte)':');
            if (colon < 0 || !HttpCharacters.IsToken(line[..colon]))
                return HandshakeRefusals.Malformed("a header line has no legal name before its colon");

            // RFC 9110 §5.5: values with CR, LF or NUL are invalid and dangerous.
            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (!HttpCharacters.IsValue(value))
                return HandshakeRefusals.Malformed("a header value holds control characters");

            _headers.Add(new(limits.KnownStrings.Of(line[..colon]), limits.KnownStrings.Of(value)));
            return null;
        }

        private static ReadOnlySpan<byte> UpTo(byte separator, ref ReadOnlySpan<byte> line)
        {
            var end = line.IndexOf(separator);
            var part = end < 0 ? line : line[..end];
            line = end < 0 ? default : line[(end + 1)..];
            return part;
        }

        private static bool IsVersion(ReadOnlySpan<byte> text) =>
            text.Length == 8 && text.StartsWith("HTTP/"u8) &&
            char.IsAsciiDigit((char)text[5]) && text[6] == '.' && char.IsAsciiDigit((char)text[7]);
    }
}
