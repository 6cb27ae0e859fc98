using System.Text.Json;
using System.Text.Unicode;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Determines how a payload is published.</summary>
internal static class PayloadTypes
{
    /// <summary>
    /// Returns JSON for an object or an array, text for any other UTF-8, and otherwise binary. A number or a quoted word may be meant as a
    /// text, an object hardly.
    /// </summary>
    public static PayloadType Of(ReadOnlySpan<byte> payload)
    {
        if (!Utf8.IsValid(payload))
            return PayloadType.Binary;

        var start = payload.TrimStart(" \t\r\n"u8);
        return start is [(byte)'{' or (byte)'[', ..] && FaultOfJson(payload) is null ? PayloadType.Json : PayloadType.Text;
    }

    /// <summary>Returns the reason why the payload is not one JSON value; null if it is one.</summary>
    public static string? FaultOfJson(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        try
        {
            reader.Read();
            reader.Skip();
            return reader.Read() ? "more follows after the first value" : null;
        }
        catch (JsonException fault)
        {
            return fault.Message;
        }
    }

    public static string ContentTypeOf(PayloadType type) => type switch
    {
        PayloadType.Json => "application/json",
        PayloadType.Text => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
