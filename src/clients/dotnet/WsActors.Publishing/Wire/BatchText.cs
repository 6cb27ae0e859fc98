using System.Buffers;
using System.Text.Json;

namespace WsActors.Publishing.Wire;

/// <summary>Writes the body of a batch.</summary>
internal static class BatchText
{
    public static byte[] Write(IEnumerable<Publication> messages)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteStartArray("messages"u8);
        foreach (var message in messages)
            Write(json, message);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Publication message)
    {
        json.WriteStartObject();
        json.WriteStartArray("topics"u8);
        foreach (var topic in message.Topics)
            json.WriteStringValue(topic);
        json.WriteEndArray();
        json.WritePropertyName("data"u8);
        json.WriteRawValue(message.Json.Span);
        WriteOptional(json, "idempotencyKey"u8, message.Options.IdempotencyKey);
        WriteOptional(json, "key"u8, message.Options.DeliveryKey);
        WriteOptional(json, "except"u8, message.Options.Except);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
