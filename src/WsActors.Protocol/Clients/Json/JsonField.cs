using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace WsActors.Protocol.Clients.Json;

/// <summary>The value of one field as it stands in the message, not judged yet; the default is a field that is absent.</summary>
internal readonly ref struct JsonField(JsonTokenType kind, ReadOnlySpan<byte> raw)
{
    /// <summary>The value's first token, which gives its type.</summary>
    public JsonTokenType Kind { get; } = kind;

    /// <summary>The value's bytes, quotation marks and brackets included.</summary>
    public ReadOnlySpan<byte> Raw { get; } = raw;

    public bool IsAbsent => Kind == JsonTokenType.None;

    /// <summary>True if an optional field is absent or null: typed languages often write null for a missing value.</summary>
    public bool IsAbsentOrNull => Kind is JsonTokenType.None or JsonTokenType.Null;

    /// <summary>The string without its quotation marks and escapes; false for other types and for half surrogate pairs.</summary>
    public bool TryGetString([NotNullWhen(true)] out string? value)
    {
        value = null;
        if (Kind != JsonTokenType.String)
            return false;

        var reader = new Utf8JsonReader(Raw);
        reader.Read();
        try
        {
            value = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // "\ud800" alone is legal JSON (RFC 8259 §8.2) but no Unicode, and the reader knows no other way to say so.
            return false;
        }
    }

    /// <summary>A whole number that fits in 64 bits.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        if (Kind != JsonTokenType.Number)
            return false;

        var reader = new Utf8JsonReader(Raw);
        reader.Read();
        return reader.TryGetInt64(out value);
    }
}
