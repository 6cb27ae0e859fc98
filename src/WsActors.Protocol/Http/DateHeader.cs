using System.Buffers;
using System.Globalization;
using System.Text;

namespace WsActors.Protocol.Http;

/// <summary>
/// Writes the Date header of responses (RFC 9110 §6.6.1). Its text is made once per second, since a storm of handshakes asks for it
/// thousands of times. Safe on any thread.
/// </summary>
/// <param name="now">The host's clock.</param>
public sealed class DateHeader(Func<DateTimeOffset> now)
{
    private Stamp _last = new(Second: -1, []);

    /// <summary>The header line with its CRLF.</summary>
    public ReadOnlyMemory<byte> Line
    {
        get
        {
            var at = now();
            var second = at.ToUnixTimeSeconds();
            var last = _last;
            if (last.Second != second)
                _last = last = new Stamp(second, Encoding.ASCII.GetBytes($"Date: {at.ToString("R", CultureInfo.InvariantCulture)}\r\n"));
            return last.Line;
        }
    }

    /// <summary>Writes the line to a response's headers.</summary>
    public void WriteTo(IBufferWriter<byte> output) => output.Write(Line.Span);

    /// <summary>A copy of a response that was made without a date, with the line behind its status line.</summary>
    public byte[] AddedTo(ReadOnlySpan<byte> response)
    {
        var behindStatus = response.IndexOf((byte)'\n') + 1;
        return [.. response[..behindStatus], .. Line.Span, .. response[behindStatus..]];
    }

    /// <summary>The current text, replaced as a whole, so that a reader on another thread never sees half of it.</summary>
    private sealed record Stamp(long Second, byte[] Line);
}
