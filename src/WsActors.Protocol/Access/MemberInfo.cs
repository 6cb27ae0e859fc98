using System.Text.Encodings.Web;
using System.Text.Json;

namespace WsActors.Protocol.Access;

/// <summary>
/// A JSON value with which the application describes a client to the other members of a topic with presence, such as its name and picture.
/// </summary>
public static class MemberInfo
{
    /// <summary>Bytes of the value, without white space.</summary>
    public const int MaxBytes = 1024;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a value from a token or from the application's response; false if it is too large or no Unicode.</summary>
    /// <param name="value">The value; null means that there is none.</param>
    /// <param name="info">The value's JSON; null if there is none.</param>
    public static bool TryRead(JsonElement value, out string? info)
    {
        info = null;
        if (value.ValueKind == JsonValueKind.Null)
            return true;

        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(value, Compact);
            info = json.Length <= MaxBytes ? System.Text.Encoding.UTF8.GetString(json) : null;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate, such as "\ud800".
        }

        return info is not null;
    }
}
