using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Checking;

/// <summary>
/// What every payload carries: which run, topic and message it is. It is found in whatever a server wraps around
/// the payload, so that any server's deliveries can be checked. All fields have a fixed width.
/// </summary>
/// <param name="Run">A random number of this run: messages of another one are none of ours.</param>
/// <param name="Topic">Index of the topic.</param>
/// <param name="Sequence">Number of the message in its topic, or of an echo in its connection.</param>
/// <param name="Number">Number of the publication in this run, or an echo's time of sending in microseconds.</param>
internal readonly record struct Marker(uint Run, int Topic, int Sequence, long Number)
{
    /// <summary>With the quotes of a JSON string around it.</summary>
    public const int MinPayload = Length + 2;

    /// <summary>As it stands in a message.</summary>
    public const int Length = 4 + 8 + 1 + 7 + 1 + 9 + 1 + 12 + 1;

    private const byte Filler = (byte)'x';

    private static ReadOnlySpan<byte> Sign => "~wl~"u8;

    /// <summary>A payload of exactly so many bytes: a JSON string with nothing to escape, so that it is text as well as JSON.</summary>
    public static byte[] Payload(int bytes)
    {
        var payload = new byte[bytes];
        payload.AsSpan().Fill(Filler);
        payload[0] = payload[^1] = (byte)'"';
        return payload;
    }

    /// <summary>As it stands in a message.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"~wl~{Run:x8}-{Topic:D7}-{Sequence:D9}-{Number:D12}~");

    /// <summary>Writes the marker into a payload that <see cref="Payload"/> made.</summary>
    public void WriteTo(Span<byte> payload)
    {
        // One string for a publication, not for a delivery: readability wins.
        Encoding.ASCII.GetBytes(ToString(), payload[1..]);
    }

    /// <summary>Finds the marker in a message.</summary>
    /// <param name="message">What arrived.</param>
    /// <param name="marker">What it carries.</param>
    /// <param name="end">Where the filler begins.</param>
    public static bool TryFind(ReadOnlySpan<byte> message, out Marker marker, out int end)
    {
        marker = default;
        var start = message.IndexOf(Sign);
        end = start + Length;
        if (start < 0 || end > message.Length)
            return false;

        var fields = message.Slice(start + 4, Length - 4);
        if (!Utf8Parser.TryParse(fields[..8], out uint run, out var digits, 'x') || digits != 8 ||
            !TryReadNumber(fields.Slice(9, 7), out var topic) ||
            !TryReadNumber(fields.Slice(17, 9), out var sequence) ||
            !TryReadNumber(fields.Slice(27, 12), out var number) ||
            fields[39] != '~')
            return false;

        marker = new Marker(run, (int)topic, (int)sequence, number);
        return true;
    }

    /// <summary>Whether what follows the marker is the filler of a payload of so many bytes, complete and unchanged.</summary>
    public static bool HasFiller(ReadOnlySpan<byte> message, int end, int payloadBytes)
    {
        var filler = payloadBytes - MinPayload;
        var rest = message[end..];
        return rest.Length >= filler && rest[..filler].IndexOfAnyExcept(Filler) < 0 && (rest.Length == filler || rest[filler] != Filler);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out long number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            var value = digit - '0';
            if ((uint)value > 9)
                return false;

            number = (number * 10) + value;
        }

        return true;
    }
}
