namespace WsActors.Protocol.Http;

/// <summary>
/// Makes equivalent paths equal (RFC 3986 §6.2.2.2, RFC 9110 §4.2.3): an escape of an unreserved character means the character
/// itself, so that <c>/%65cho</c> is <c>/echo</c>. Other escapes stay as they are.
/// </summary>
internal static class PathNormalization
{
    public static string Of(string path)
    {
        if (!path.Contains('%', StringComparison.Ordinal))
            return path;

        var normal = new char[path.Length];
        var length = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (TryReadUnreserved(path.AsSpan(i), out normal[length++]))
                i += 2;
        }

        return new string(normal, 0, length);
    }

    /// <summary>True if a segment is "." or "..", which clients resolve themselves (RFC 3986 §5.2.4) and proxies perhaps differently.</summary>
    public static bool HasDotSegments(string normalPath) =>
        normalPath.Contains("/.", StringComparison.Ordinal) && normalPath.Split('/').Any(segment => segment is "." or "..");

    // The escaped character, or the first one as it stands.
    private static bool TryReadUnreserved(ReadOnlySpan<char> text, out char character)
    {
        character = text[0];
        if (text.Length < 3 || text[0] != '%' || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
            return false;

        var escaped = (char)Convert.FromHexString(text[1..3])[0];
        if (!char.IsAsciiLetterOrDigit(escaped) && escaped is not ('-' or '.' or '_' or '~'))
            return false;

        character = escaped;
        return true;
    }
}
