using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WsActors.Protocol.Proxies;

/// <summary>Reads the Forwarded header (RFC 7239 §4): elements between commas, in each pairs between semicolons.</summary>
internal static class ForwardedElements
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(",;=\" \t");

    /// <summary>
    /// Parses all elements, from the client's side to ours; false if the header breaks the grammar. It is not repaired: a client that
    /// opens a quotation mark could swallow what the proxy appends.
    /// </summary>
    public static bool TryParse(string value, [NotNullWhen(true)] out List<ForwardedElement>? elements)
    {
        var read = new List<ForwardedElement>();
        var rest = value.AsSpan().Trim(" \t");
        elements = read;
        while (!rest.IsEmpty)
        {
            if (!TryReadElement(ref rest, out var element))
            {
                elements = null;
                return false;
            }

            // RFC 9110 §5.6.1: a recipient ignores "a reasonable number of empty list elements".
            if (element != default)
                read.Add(element);
        }

        return true;
    }

    private static bool TryReadElement(ref ReadOnlySpan<char> rest, out ForwardedElement element)
    {
        string? node = null, proto = null;
        element = default;
        var isEmpty = true;
        while (!rest.IsEmpty && rest[0] != ',')
        {
            if (!TryReadPair(ref rest, out var name, out var value))
                return false;

            isEmpty = false;

            // RFC 7239 §4: "Each parameter MUST NOT occur more than once per field-value."
            if ((IsNamed(name, "for") && node is not null) || (IsNamed(name, "proto") && proto is not null))
                return false;
            if (IsNamed(name, "for"))
                node = value;
            else if (IsNamed(name, "proto"))
                proto = value;
            Skip(ref rest, ';');
        }

        Skip(ref rest, ',');

        // An element without a name still ends the chain: the elements left of it are what this proxy received, not what it saw.
        if (!isEmpty)
            element = new ForwardedElement(node ?? string.Empty, proto);
        return true;
    }

    // RFC 7239 §4: forwarded-pair = token "=" value, value = token / quoted-string. Unquoted colons and brackets are no
    // token characters, but common.
    private static bool TryReadPair(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out string value)
    {
        value = string.Empty;
        name = TakeWord(ref rest);
        if (name.IsEmpty || rest.IsEmpty || rest[0] != '=')
            return false;

        rest = rest[1..];
        if (rest.StartsWith('"'))
            return TryReadQuoted(ref rest, out value) && IsAtEndOfPair(rest);

        value = TakeWord(ref rest).ToString();
        rest = rest.TrimStart(" \t");
        return value.Length > 0 && IsAtEndOfPair(rest);
    }

    // RFC 9110 §5.6.4: quoted-string, where a backslash quotes the one character behind it.
    private static bool TryReadQuoted(ref ReadOnlySpan<char> rest, out string value)
    {
        var text = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                value = text.ToString();
                rest = rest[(i + 1)..].TrimStart(" \t");
                return true;
            }

            if (rest[i] == '\\')
                i++;
            if (i < rest.Length)
                text.Append(rest[i]);
        }

        value = string.Empty;
        return false;
    }

    private static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(Separators);
        var word = end < 0 ? rest : rest[..end];
        rest = rest[word.Length..];
        return word;
    }

    private static bool IsAtEndOfPair(ReadOnlySpan<char> rest) => rest.IsEmpty || rest[0] is ',' or ';';

    private static void Skip(ref ReadOnlySpan<char> rest, char separator)
    {
        if (rest.StartsWith(separator))
            rest = rest[1..].TrimStart(" \t");
    }

    private static bool IsNamed(ReadOnlySpan<char> name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}
