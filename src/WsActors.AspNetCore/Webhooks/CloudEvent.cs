using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>
/// Writes an event in the structured JSON form of CloudEvents 1.0. Eight string attributes need no package; the tests read the events
/// with the CNCF's package.
/// </summary>
internal sealed record CloudEvent(string Id, string Source, string Type, string Subject, DateTimeOffset Time)
{
    public const string ContentType = "application/cloudevents+json; charset=utf-8";

    // The event is not part of HTML, so only the characters that JSON requires are escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="writeData">Writes the fields of the object "data".</param>
    public byte[] ToBytes(Action<Utf8JsonWriter> writeData)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("id"u8, Id);
        json.WriteString("source"u8, Source);
        json.WriteString("type"u8, Type);
        json.WriteString("subject"u8, Subject);
        json.WriteString("time"u8, Time);
        json.WriteString("datacontenttype"u8, "application/json"u8);
        json.WriteStartObject("data"u8);
        writeData(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
