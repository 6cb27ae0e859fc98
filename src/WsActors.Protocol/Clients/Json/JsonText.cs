using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WsActors.Protocol.Clients.Json;

/// <summary>Writes one JSON object. Each thread keeps its writer for the next one, so that writing allocates nothing.</summary>
internal static class JsonText
{
    // The encoder's "unsafe" is about pasting its output into HTML. This is a WebSocket message: what JSON itself
    // asks for is escaped and characters beyond U+FFFF are; everything else passes as it is.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes the object whose fields <paramref name="writeFields"/> writes.</summary>
    public static void Write(ServerEvent serverEvent, IBufferWriter<byte> output, Action<Utf8JsonWriter, ServerEvent> writeFields)
    {
        _writer ??= new Utf8JsonWriter(output, Options);
        _writer.Reset(output);
        _writer.WriteStartObject();
        writeFields(_writer, serverEvent);
        _writer.WriteEndObject();
        _writer.Flush();
    }
}
