using System.Globalization;

namespace WsActors.Protocol.Clients.EventStream;

/// <summary>The chunks of an HTTP answer whose length is not known when it begins (RFC 9112 §7.1).</summary>
internal static class Chunk
{
    /// <summary>Ends the answer: a chunk of no bytes and no trailers.</summary>
    public static ReadOnlySpan<byte> Last => "0\r\n\r\n"u8;

    /// <summary>The data of a chunk that <see cref="Of"/> made, whatever follows it.</summary>
    public static byte[] DataOf(ReadOnlySpan<byte> chunk)
    {
        var line = chunk.IndexOf("\r\n"u8);
        var size = int.Parse(chunk[..line], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return chunk.Slice(line + 2, size).ToArray();
    }

    public static byte[] Of(ReadOnlySpan<byte> data)
    {
        Span<byte> size = stackalloc byte[8];
        data.Length.TryFormat(size, out var digits, "x", CultureInfo.InvariantCulture);
        return [.. size[..digits], .. "\r\n"u8, .. data, .. "\r\n"u8];
    }
}
