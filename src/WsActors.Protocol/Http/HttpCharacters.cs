using System.Buffers;

namespace WsActors.Protocol.Http;

/// <summary>The bytes that are allowed in each part of a request head (RFC 9110 §5.5, §5.6.2; RFC 9112 §3).</summary>
internal static class HttpCharacters
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> TargetBytes = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7F - 0x21).Select(value => (byte)value).Where(value => value != '#')]);

    private static readonly SearchValues<byte> ValueBytes = SearchValues.Create(
        [(byte)'\t', .. Enumerable.Range(0x20, 0x7F - 0x20).Select(value => (byte)value), .. Enumerable.Range(0x80, 0x80).Select(value => (byte)value)]);

    public static bool IsToken(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && IsTokenSoFar(bytes);

    /// <summary>True if the bytes are the beginning of a token.</summary>
    public static bool IsTokenSoFar(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(TokenBytes);

    /// <summary>The characters of a request target: visible ASCII without "#" (RFC 6455 §3: fragments "MUST NOT be used").</summary>
    public static bool IsTarget(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && !bytes.ContainsAnyExcept(TargetBytes);

    /// <summary>The characters of a header value: no control characters but the tab.</summary>
    public static bool IsValue(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(ValueBytes);

    public static bool IsToken(string text)
    {
        foreach (var character in text)
        {
            if (character >= 0x80 || !TokenBytes.Contains((byte)character))
                return false;
        }

        return text.Length > 0;
    }
}
