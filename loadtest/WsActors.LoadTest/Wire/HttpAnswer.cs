using System.Buffers.Text;

namespace WsActors.LoadTest.Wire;

/// <summary>Reads answers of HTTP/1.1 that may follow each other closely: only how long they are, and their status.</summary>
internal static class HttpAnswer
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> EndOfLine => "\r\n"u8;

    /// <returns>How many bytes the answer takes; 0: it has not come whole.</returns>
    /// <exception cref="InvalidDataException">It is no answer.</exception>
    public static int Read(ReadOnlySpan<byte> bytes, out int status)
    {
        status = 0;
        var end = bytes.IndexOf(EndOfHead);
        if (end < 0)
            return 0;

        var head = bytes[..(end + EndOfLine.Length)];
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out status, out _))
            throw new InvalidDataException("what came is no HTTP/1.1 answer");

        var body = bytes[(end + EndOfHead.Length)..];

        // It has no body, and no length (RFC 9110 §8.6).
        if (status == 204)
            return bytes.Length - body.Length;

        var length = IsChunked(head) ? LengthOfChunks(body) : LengthOf(head);
        return length < 0 || length > body.Length ? 0 : bytes.Length - body.Length + length;
    }

    private static bool IsChunked(ReadOnlySpan<byte> head) => head.IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) >= 0;

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var start = head.IndexOf(name);
        return start >= 0 && Utf8Parser.TryParse(head[(start + name.Length)..], out int length, out _)
            ? length
            : throw new InvalidDataException("an answer without a length");
    }

    // RFC 9112 §7.1; Kestrel sends no extensions and no trailers.
    private static int LengthOfChunks(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (true)
        {
            var line = body[at..].IndexOf(EndOfLine);
            if (line < 0)
                return -1;

            if (!Utf8Parser.TryParse(body.Slice(at, line), out int size, out _, 'x'))
                throw new InvalidDataException("a chunk without a size");

            at += line + EndOfLine.Length + size + EndOfLine.Length;
            if (at > body.Length)
                return -1;
            if (size == 0)
                return at;
        }
    }
}
