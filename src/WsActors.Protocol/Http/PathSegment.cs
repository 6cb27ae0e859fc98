using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace WsActors.Protocol.Http;

/// <summary>Percent-decodes one segment of a path (RFC 3986 §2.1).</summary>
public static class PathSegment
{
    /// <summary>Decodes to text; false for a broken escape, for characters outside ASCII and for bytes that are not UTF-8.</summary>
    public static bool TryDecode(string encoded, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        var bytes = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (!char.IsAscii(encoded[i]))
                return false;

            if (encoded[i] != '%')
            {
                bytes[length++] = (byte)encoded[i];
                continue;
            }

            if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
                return false;

            bytes[length++] = Convert.FromHexString(encoded.AsSpan(i + 1, 2))[0];
            i += 2;
        }

        if (!Utf8.IsValid(bytes.AsSpan(0, length)))
            return false;

        decoded = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }
}
