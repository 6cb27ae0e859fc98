using System.Collections.Frozen;
using System.Text;

namespace WsActors.Protocol.Http;

/// <summary>
/// The strings that most request heads are made of: all requests share one copy of each. Under many handshakes at once, copies of
/// these would be a good part of the garbage.
/// </summary>
public sealed class KnownHeaderStrings
{
    private static readonly string[] OfEveryHandshake =
    [
        "GET", "HTTP/1.1", "/", "Host", "Upgrade", "websocket", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "13",
        "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Origin", "User-Agent", "Pragma", "Cache-Control", "no-cache",
        "Accept-Encoding", "Accept-Language", "Cookie", "Authorization",
    ];

    /// <summary>The strings that any WebSocket handshake holds.</summary>
    public static readonly KnownHeaderStrings Common = new([]);

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _strings;

    /// <param name="others">Strings that the requests of this host hold besides: its paths and subprotocols.</param>
    public KnownHeaderStrings(IEnumerable<string> others) =>
        _strings = FrozenSet.Create(StringComparer.Ordinal, [.. OfEveryHandshake, .. others])
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The bytes as Latin-1, of which ASCII is a part: what a request head is made of (RFC 9110 §5.5).</summary>
    public string Of(ReadOnlySpan<byte> bytes)
    {
        const int LongestString = 32;
        if (bytes.Length > LongestString)
            return Encoding.Latin1.GetString(bytes);

        Span<char> text = stackalloc char[LongestString];
        text = text[..Encoding.Latin1.GetChars(bytes, text)];
        return _strings.TryGetValue(text, out var known) ? known : text.ToString();
    }
}
