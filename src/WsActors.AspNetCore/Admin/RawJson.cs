using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>
/// A JSON value that is written byte for byte as it was published. The framework's types decode and encode strings, and throw if a
/// string is valid JSON but not valid Unicode, such as "\ud83d" alone (RFC 8259 §8.2).
/// </summary>
[JsonConverter(typeof(Converter))]
internal sealed class RawJson
{
    // The response is JSON and not part of HTML, so only the characters that JSON requires are escaped.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ReadOnlyMemory<byte> _json;

    private RawJson(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>Converts a publication: JSON stays as it is, text becomes a JSON string and binary a JSON string in base64.</summary>
    internal static RawJson Of(Publication publication) => publication.Format switch
    {
        PayloadFormat.Json => new RawJson(publication.Payload),
        PayloadFormat.Text => new RawJson(JsonSerializer.SerializeToUtf8Bytes(System.Text.Encoding.UTF8.GetString(publication.Payload.Span), Plain)),
        _ => new RawJson(JsonSerializer.SerializeToUtf8Bytes(publication.Payload, Plain)),
    };

    /// <summary>A value that is JSON already.</summary>
    internal static RawJson Of(string json) => new(System.Text.Encoding.UTF8.GetBytes(json));

    private sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("answers are written and not read");

        // A publication is known to be valid JSON of any depth, so the writer need not check it.
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value._json.Span, skipInputValidation: true);
    }
}
