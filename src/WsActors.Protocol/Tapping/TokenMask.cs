using System.Text.RegularExpressions;

namespace WsActors.Protocol.Tapping;

/// <summary>Hides tokens in a text that is shown to an operator, wherever they stand in it and also if they are cut off.</summary>
internal static partial class TokenMask
{
    private const string Hidden = "…";

    /// <summary>Replaces the values of JSON fields and query parameters that are named for tokens, and everything that looks like a JWT (RFC 7519).</summary>
    public static string Hide(string text)
    {
        if (!text.Contains("token", StringComparison.OrdinalIgnoreCase) && !text.Contains("eyJ", StringComparison.Ordinal))
            return text;

        text = Fields().Replace(text, $"$1{Hidden}$2");
        text = Parameters().Replace(text, $"$1{Hidden}");
        return Jwts().Replace(text, Hidden);
    }

    /// <summary>True if a text has something to hide.</summary>
    public static bool Finds(string text) => !ReferenceEquals(Hide(text), text);

    [GeneratedRegex("""("\w*token"\s*:\s*")(?:[^"\\]|\\.)*\\?("|$)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Fields();

    [GeneratedRegex("""(token=)[^\s&"'#]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parameters();

    // A header in Base64Url: {" is eyJ.
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){0,2}", RegexOptions.CultureInvariant)]
    private static partial Regex Jwts();
}
