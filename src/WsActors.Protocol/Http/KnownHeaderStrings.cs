using System.Collections.Frozen;
using System.Text;

namespace WsActors.Protocol.Http;

/// <summary>
/// The words that most opening handshakes are made of, one string each for all requests: in a storm of them, copies of these
/// would be a good part of the garbage.
/// </summary>
internal static class KnownHeaderStrings
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = FrozenSet.Create(
        StringComparer.Ordinal,
        "GET", "HTTP/1.1", "/", "/connect", "Host", "Upgrade", "websocket", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "13",
        "Sec-WebSocket-Protocol", Clients.Json.JsonProtocol.Subprotocol, Clients.Plain.PlainProtocol.Subprotocol, "Sec-WebSocket-Extensions", "Origin", "User-Agent", "Pragma",
        "Cache-Control", "no-cache", "Accept-Encoding", "Accept-Language", "Cookie", "Authorization").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The bytes as Latin-1, of which ASCII is a part: what a request head is made of (RFC 9110 §5.5).</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        const int LongestWord = 32;
        if (bytes.Length > LongestWord)
            return Encoding.Latin1.GetString(bytes);

        Span<char> text = stackalloc char[LongestWord];
        text = text[..Encoding.Latin1.GetChars(bytes, text)];
        return Words.TryGetValue(text, out var word) ? word : text.ToString();
    }
}
