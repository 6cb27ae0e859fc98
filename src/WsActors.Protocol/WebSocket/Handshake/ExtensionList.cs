using System.Diagnostics.CodeAnalysis;
using System.Text;
using WsActors.Protocol.Http;

namespace WsActors.Protocol.WebSocket.Handshake;

/// <summary>
/// Reads Sec-WebSocket-Extensions (RFC 6455 §9.1): extensions in the client's order of preference, each with
/// parameters. What they mean is for the extension to judge.
/// </summary>
internal static class ExtensionList
{
    /// <summary>Reads the values of the header, each of which is a part of one list; false for what breaks the grammar.</summary>
    public static bool TryParse(IReadOnlyList<string> values, [NotNullWhen(true)] out IReadOnlyList<ExtensionOffer>? offers)
    {
        offers = null;
        if (values.Count == 0)
        {
            offers = [];
            return true;
        }

        var read = new List<ExtensionOffer>();
        for (var i = 0; i < values.Count; i++)
        {
            if (!TryReadList(values[i], read))
                return false;
        }

        offers = read;
        return true;
    }

    private static bool TryReadList(ReadOnlySpan<char> text, List<ExtensionOffer> offers)
    {
        while (SkipSpace(ref text))
        {
            // RFC 9110 §5.6.1.2: "A recipient MUST parse and ignore a reasonable number of empty list elements".
            if (!TryTake(',', ref text) && !TryReadOffer(ref text, offers))
                return false;
        }

        return true;
    }

    private static bool TryReadOffer(ref ReadOnlySpan<char> text, List<ExtensionOffer> offers)
    {
        if (!TryReadToken(ref text, out var name))
            return false;

        var parameters = new List<ExtensionParameter>();
        while (TryTake(';', ref text))
        {
            if (!TryReadParameter(ref text, out var parameter))
                return false;

            parameters.Add(parameter);
        }

        offers.Add(new ExtensionOffer(name, parameters));
        return text.IsEmpty || text[0] == ',';
    }

    private static bool TryReadParameter(ref ReadOnlySpan<char> text, out ExtensionParameter parameter)
    {
        parameter = default;
        if (!TryReadToken(ref text, out var name))
            return false;

        string? value = null;
        if (TryTake('=', ref text) && !TryReadValue(ref text, out value))
            return false;

        parameter = new ExtensionParameter(name, value);
        return true;
    }

    private static bool TryReadValue(ref ReadOnlySpan<char> text, [NotNullWhen(true)] out string? value)
    {
        SkipSpace(ref text);
        return text is ['"', ..] ? TryReadQuoted(ref text, out value) : TryReadToken(ref text, out value);
    }

    // RFC 6455 §9.1: "the value after quoted-string unescaping MUST conform to the 'token' ABNF".
    private static bool TryReadQuoted(ref ReadOnlySpan<char> text, [NotNullWhen(true)] out string? value)
    {
        value = null;
        var unescaped = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                text = text[(i + 1)..];
                SkipSpace(ref text);
                value = unescaped.ToString();
                return HttpCharacters.IsToken(value);
            }

            if (text[i] == '\\' && ++i == text.Length)
                return false;

            unescaped.Append(text[i]);
        }

        return false;
    }

    private static bool TryReadToken(ref ReadOnlySpan<char> text, out string token)
    {
        SkipSpace(ref text);
        var end = text.IndexOfAny(",;= \t");
        token = (end < 0 ? text : text[..end]).ToString();
        text = text[token.Length..];
        SkipSpace(ref text);
        return HttpCharacters.IsToken(token);
    }

    private static bool TryTake(char separator, ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != separator)
            return false;

        text = text[1..];
        return true;
    }

    private static bool SkipSpace(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" \t");
        return !text.IsEmpty;
    }
}
