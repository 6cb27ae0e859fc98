using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>
/// Extracts the application's reason for a refusal in a form that clients may see: the first line of a text, or <c>reason</c> of a
/// JSON object, short and without control characters. HTML comes from a proxy or a framework and is ignored.
/// </summary>
internal static class ReasonLine
{
    /// <summary>Largest length in characters; as ASCII it fits into the 123 bytes of a close frame.</summary>
    public const int MaxCharacters = 100;

    /// <summary>Returns the line, or null.</summary>
    public static string? Of(ReadOnlySpan<byte> body)
    {
        body = body.Trim(" \t\r\n"u8);
        if (body.IsEmpty || body[0] == '<' || !Utf8.IsValid(body))
            return null;

        return Clean(body[0] == '{' ? ReasonOf(body) : Encoding.UTF8.GetString(body));
    }

    private static string? ReasonOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String
                ? reason.GetString()
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string with an unpaired surrogate.
            return null;
        }
    }

    /// <summary>Returns the first line of a text, short and without control characters; null if nothing is left of it.</summary>
    public static string? Clean(string? text)
    {
        var line = text?.TrimStart().Split('\r', '\n')[0];
        var shown = new StringBuilder();
        foreach (var rune in (line ?? string.Empty).EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > MaxCharacters)
                break;
            if (!Rune.IsControl(rune))
                shown.Append(rune.ToString());
        }

        return shown.Length > 0 ? shown.ToString() : null;
    }
}
