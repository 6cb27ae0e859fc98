using System.Globalization;

namespace WsActors.Protocol.Clients.EventStream;

/// <summary>The chunks of an HTTP response whose length is not known when it begins (RFC 9112 §7.1).</summary>
internal static class Chunk
{
    /// <summary>Ends the response: a chunk of no bytes and no trailers.</summary>
    public static ReadOnlySpan<byte> Last => "0\r\n\r\n"u8;

    public static byte[] Of(ReadOnlySpan<byte> data)
    {
        Span<byte> size = stackalloc byte[8];
        data.Length.TryFormat(size, out var digits, "x", CultureInfo.InvariantCulture);
        return [.. size[..digits], .. "\r\n"u8, .. data, .. "\r\n"u8];
    }
}
