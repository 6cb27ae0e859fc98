using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WsActors.Client.Wire;

/// <summary>Writes requests. Their id comes last, because a publication gets its id only when it is sent.</summary>
internal static class RequestText
{
    public static readonly ReadOnlyMemory<byte> Ping = """{"type":"ping"}"""u8.ToArray();

    public static byte[] Subscribe(string topic, Position? since) => Write("subscribe"u8, json =>
    {
        json.WriteString("topic"u8, topic);
        WriteSince(json, since);
    });

    public static byte[] Unsubscribe(string topic) => Write("unsubscribe"u8, json => json.WriteString("topic"u8, topic));

    public static byte[] Presence(string topic, int limit) => Write("presence"u8, json =>
    {
        json.WriteString("topic"u8, topic);
        json.WriteNumber("limit"u8, limit);
    });

    public static byte[] History(string topic, Position? since, int? limit) => Write("history"u8, json =>
    {
        json.WriteString("topic"u8, topic);
        WriteSince(json, since);
        if (limit is { } count)
            json.WriteNumber("limit"u8, count);
    });

    public static byte[] Refresh(string token) => Write("refresh"u8, json => json.WriteString("token"u8, token));

    public static byte[] Publish<T>(string topic, T data, JsonTypeInfo<T> type, PublishOptions? options) => Write("publish"u8, json =>
    {
        json.WriteString("topic"u8, topic);
        json.WritePropertyName("data"u8);
        JsonSerializer.Serialize(json, data, type);
        if (options?.Key is { } key)
            json.WriteString("key"u8, key);
        if (options?.Echo == false)
            json.WriteBoolean("echo"u8, false);
    });

    /// <summary>Adds the id to a request.</summary>
    public static byte[] WithId(ReadOnlySpan<byte> request, long id)
    {
        Span<byte> number = stackalloc byte[20];
        id.TryFormat(number, out var digits, provider: System.Globalization.CultureInfo.InvariantCulture);
        return [.. request[..^1], .. ",\"id\":"u8, .. number[..digits], (byte)'}'];
    }

    private static byte[] Write(ReadOnlySpan<byte> type, Action<Utf8JsonWriter> writeFields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        writeFields(json);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteSince(Utf8JsonWriter json, Position? since)
    {
        if (since is not { } position)
            return;
        json.WriteStartObject("since"u8);
        json.WriteString("epoch"u8, position.Epoch);
        json.WriteNumber("offset"u8, position.Offset);
        json.WriteEndObject();
    }
}
