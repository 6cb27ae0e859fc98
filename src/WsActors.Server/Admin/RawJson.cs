using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Admin;

/// <summary>
/// A JSON value that is written byte for byte as it was published. The framework's own types decode and encode strings, and throw
/// at what JSON allows and Unicode does not, such as "\ud83d" alone (RFC 8259 §8.2).
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class RawJson
{
    // The answer is JSON and nobody pastes it into HTML: only what JSON itself asks for is escaped.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ReadOnlyMemory<byte> _json;

    private RawJson(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>JSON as it is, text as a JSON string, binary as a JSON string in base64.</summary>
    internal static RawJson Of(Publication publication) => publication.Format switch
    {
        PayloadFormat.Json => new RawJson(publication.Payload),
        PayloadFormat.Text => new RawJson(JsonSerializer.SerializeToUtf8Bytes(System.Text.Encoding.UTF8.GetString(publication.Payload.Span), Plain)),
        _ => new RawJson(JsonSerializer.SerializeToUtf8Bytes(publication.Payload, Plain)),
    };

    private sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("answers are written and not read");

        // A publication is valid JSON, and its depth is its own: the writer need not look at either.
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value._json.Span, skipInputValidation: true);
    }
}
