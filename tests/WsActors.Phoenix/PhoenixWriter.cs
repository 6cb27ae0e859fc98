using System.Buffers;
using System.Text.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Phoenix;

/// <summary>Writes the server's messages.</summary>
internal static class PhoenixWriter
{
    /// <summary>The name of publications that were published without one, by other protocols or by the admin API.</summary>
    private const string UnnamedEvent = "message";

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>A message to every member: without refs, it belongs to each of their joins.</summary>
    public static void WriteBroadcast(IBufferWriter<byte> output, TopicName topic, Publication publication)
    {
        using var json = new Utf8JsonWriter(output, Options);
        WriteHead(json, null, null, topic.Value, publication.Event ?? UnnamedEvent);
        WritePayload(json, publication);
        json.WriteEndArray();
    }

    /// <summary>A reply to the message with this ref.</summary>
    public static void WriteReply(IBufferWriter<byte> output, PhoenixRequest request, string status, Action<Utf8JsonWriter>? response = null) =>
        Write(output, request.JoinRef, request.Ref, request.Topic, "phx_reply", json =>
        {
            json.WriteString("status"u8, status);
            json.WriteStartObject("response"u8);
            response?.Invoke(json);
            json.WriteEndObject();
        });

    public static void Write(
        IBufferWriter<byte> output, string? joinRef, string? reference, string topic, string name, Action<Utf8JsonWriter>? payload = null)
    {
        using var json = new Utf8JsonWriter(output, Options);
        WriteHead(json, joinRef, reference, topic, name);
        json.WriteStartObject();
        payload?.Invoke(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteHead(Utf8JsonWriter json, string? joinRef, string? reference, string topic, string name)
    {
        json.WriteStartArray();
        WriteRef(json, joinRef);
        WriteRef(json, reference);
        json.WriteStringValue(topic);
        json.WriteStringValue(name);
    }

    // Refs are returned as they were written.
    private static void WriteRef(Utf8JsonWriter json, string? literal)
    {
        if (literal is null)
            json.WriteNullValue();
        else
            json.WriteRawValue(literal, skipInputValidation: true);
    }

    private static void WritePayload(Utf8JsonWriter json, Publication publication)
    {
        switch (publication.Format)
        {
            case PayloadFormat.Json: json.WriteRawValue(publication.Payload.Span, skipInputValidation: true); break;
            case PayloadFormat.Text: json.WriteStringValue(publication.Payload.Span); break;
            default: json.WriteBase64StringValue(publication.Payload.Span); break;
        }
    }
}
