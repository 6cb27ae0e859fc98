using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.Clients.Json;

/// <summary>
/// One JSON text, or a text frame of it, in the making. Each thread keeps a writer and its buffer for the next one, so that a frame
/// costs its own bytes and nothing else.
/// </summary>
internal static class JsonFrame
{
    /// <summary>A buffer that had to grow beyond this is let go: a rare giant must not stay with every thread.</summary>
    private const int MaxKeptBytes = 256 * 1024;

    // The encoder's "unsafe" is about pasting its output into HTML. This is a WebSocket message: what JSON itself
    // asks for is escaped and characters beyond U+FFFF are; everything else passes as it is.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>A frame around the object whose fields <paramref name="writeFields"/> writes.</summary>
    public static byte[] Write(ServerEvent serverEvent, Action<Utf8JsonWriter, ServerEvent> writeFields)
    {
        var frame = FrameWriter.Frame(Opcode.Text, WriteObject(serverEvent, writeFields));
        LetGoIfLarge();
        return frame;
    }

    /// <summary>The object alone.</summary>
    public static byte[] WriteText(ServerEvent serverEvent, Action<Utf8JsonWriter, ServerEvent> writeFields)
    {
        var text = WriteObject(serverEvent, writeFields).ToArray();
        LetGoIfLarge();
        return text;
    }

    private static ReadOnlySpan<byte> WriteObject(ServerEvent serverEvent, Action<Utf8JsonWriter, ServerEvent> writeFields)
    {
        _buffer ??= new ArrayBufferWriter<byte>(1024);
        _writer ??= new Utf8JsonWriter(_buffer, Options);
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);

        _writer.WriteStartObject();
        writeFields(_writer, serverEvent);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan;
    }

    // Both: a writer that stayed would hold on to the buffer that it last wrote to.
    private static void LetGoIfLarge()
    {
        if (_buffer!.Capacity > MaxKeptBytes)
            (_buffer, _writer) = (null, null);
    }
}
