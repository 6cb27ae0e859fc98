using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace WsActors.Actors.Tests;

/// <summary>What a server sent after its handshake, as its client reads it.</summary>
public static class ServerFrames
{
    /// <summary>The payloads of all text frames that have come whole, in order.</summary>
    public static IReadOnlyList<string> Texts(ReadOnlySpan<byte> sent)
    {
        var texts = new List<string>();
        var rest = AfterHandshake(sent);
        while (TryReadFrame(ref rest, out var first, out var payload))
        {
            if (first == 0x81)
                texts.Add(Encoding.UTF8.GetString(payload));
        }

        return texts;
    }

    /// <summary>The events of the JSON protocol with this type.</summary>
    public static IReadOnlyList<JsonElement> Events(ReadOnlySpan<byte> sent, string type) =>
        [.. Texts(sent).Select(text => JsonSerializer.Deserialize<JsonElement>(text)).Where(json => json.GetProperty("type").GetString() == type)];

    private static ReadOnlySpan<byte> AfterHandshake(ReadOnlySpan<byte> sent)
    {
        var end = sent.IndexOf("\r\n\r\n"u8);
        return end < 0 ? [] : sent[(end + 4)..];
    }

    private static bool TryReadFrame(ref ReadOnlySpan<byte> rest, out byte first, out ReadOnlySpan<byte> payload)
    {
        first = 0;
        payload = default;
        if (rest.Length < 2)
            return false;

        first = rest[0];
        var (header, length) = rest[1] switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(rest[2..])),
            127 => (10, (int)BinaryPrimitives.ReadUInt64BigEndian(rest[2..])),
            var shortLength => (2, shortLength),
        };
        if (rest.Length < header + length)
            return false;

        payload = rest.Slice(header, length);
        rest = rest[(header + length)..];
        return true;
    }
}
