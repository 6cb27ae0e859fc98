using System.Buffers;
using System.Globalization;
using System.Text;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients.EventStream;

/// <summary>Writes the lines of one server-sent event, "field: value" each, and an empty line behind them (HTML Living Standard §9.2.5).</summary>
internal static class EventText
{
    /// <param name="output">Receives the line.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="value">Without line ends.</param>
    public static void Field(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        BeginField(output, name);
        output.Write(value);
        EndLine(output);
    }

    public static void Field(IBufferWriter<byte> output, ReadOnlySpan<byte> name, TopicPosition value) =>
        Field(output, name, Encoding.UTF8.GetBytes(value.Text));

    public static void Field(IBufferWriter<byte> output, ReadOnlySpan<byte> name, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        Field(output, name, digits[..length]);
    }

    /// <summary>Begins a field whose value the caller writes, without line ends; <see cref="EndLine"/> ends it.</summary>
    public static void BeginField(IBufferWriter<byte> output, ReadOnlySpan<byte> name)
    {
        output.Write(name);
        output.Write(": "u8);
    }

    /// <summary>Ends a field, or an event.</summary>
    public static void EndLine(IBufferWriter<byte> output) => output.Write("\n"u8);

    /// <summary>
    /// Writes the event's data, one field per line of it. All three line ends begin a new line, and the browser joins the
    /// lines with "\n": a carriage return cannot be expressed.
    /// </summary>
    public static void Data(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var end = data.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
                break;

            Field(output, "data"u8, data[..end]);
            data = data[(end + (data[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        Field(output, "data"u8, data);
    }
}
