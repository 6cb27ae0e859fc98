using System.Buffers;
using System.Globalization;
using System.Text;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients.EventStream;

/// <summary>One event in the making: lines of "field: value", and an empty line at its end (HTML Living Standard §9.2.5).</summary>
internal sealed class EventText
{
    private readonly ArrayBufferWriter<byte> _lines = new();

    /// <param name="name">The field's name.</param>
    /// <param name="value">Without line ends.</param>
    public void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _lines.Write(name);
        _lines.Write(": "u8);
        _lines.Write(value);
        _lines.Write("\n"u8);
    }

    public void Field(ReadOnlySpan<byte> name, TopicPosition value) => Field(name, Encoding.UTF8.GetBytes(value.Text));

    public void Field(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        Field(name, digits[..length]);
    }

    /// <summary>
    /// The event's data, a field for each line. All three line ends begin a new line there, and the browser joins the
    /// lines with "\n": a carriage return cannot be told.
    /// </summary>
    public void Data(ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var end = data.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
                break;

            Field("data"u8, data[..end]);
            data = data[(end + (data[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        Field("data"u8, data);
    }

    /// <summary>The finished event as one chunk.</summary>
    public byte[] ToChunk()
    {
        _lines.Write("\n"u8);
        return Chunk.Of(_lines.WrittenSpan);
    }
}
