using System.Buffers.Binary;
using System.Text;
using WsActors.Protocol.Frames;

namespace WsActors.Protocol.Tests.Conformance;

/// <summary>A frame as a strict client reads it from a server: final, unmasked, no reserved bits, the shortest length.</summary>
public sealed record ServerFrame(Opcode Opcode, byte[] Payload)
{
    private const byte FinalBit = 0x80;
    private const byte MaskBit = 0x80;

    /// <summary>The status code of a close frame; null where it holds none.</summary>
    public ushort? CloseCode => Payload.Length < 2 ? null : BinaryPrimitives.ReadUInt16BigEndian(Payload);

    /// <summary>Reads all the frames of a server's stream, which must end with a whole one.</summary>
    /// <exception cref="FormatException">The server broke RFC 6455 §5.2.</exception>
    public static IReadOnlyList<ServerFrame> ReadAll(ReadOnlySpan<byte> stream)
    {
        var frames = new List<ServerFrame>();
        while (!stream.IsEmpty)
        {
            if (!TryRead(stream, out var frame, out var length))
                throw new FormatException($"the stream ends inside a frame: {Convert.ToHexString(stream[..Math.Min(stream.Length, 32)])}");

            frames.Add(frame!);
            stream = stream[length..];
        }

        return frames;
    }

    /// <summary>Reads one frame; false as long as it has not come whole.</summary>
    /// <exception cref="FormatException">The server broke RFC 6455 §5.2.</exception>
    public static bool TryRead(ReadOnlySpan<byte> stream, out ServerFrame? frame, out int length)
    {
        frame = null;
        length = 0;
        if (stream.Length < 2 || stream.Length < HeaderLength(stream[1]))
            return false;

        var header = HeaderLength(stream[1]);
        var payload = PayloadLength(stream);
        if ((ulong)(stream.Length - header) < payload)
            return false;

        Judge(stream[0], stream[1], payload);
        length = header + (int)payload;
        frame = new ServerFrame((Opcode)(stream[0] & 0x0F), stream[header..length].ToArray());
        return true;
    }

    public bool Equals(ServerFrame? other) =>
        other is not null && Opcode == other.Opcode && Payload.AsSpan().SequenceEqual(other.Payload);

    public override int GetHashCode() => HashCode.Combine(Opcode, Payload.Length);

    public override string ToString() => Payload.Length > 64
        ? $"{Opcode} of {Payload.Length} bytes"
        : $"{Opcode} {Convert.ToHexString(Payload)} \"{Encoding.Latin1.GetString(Payload)}\"";

    private static int HeaderLength(byte second) => (second & 0x7F) switch
    {
        126 => 4,
        127 => 10,
        _ => 2,
    };

    private static ulong PayloadLength(ReadOnlySpan<byte> header) => (header[1] & 0x7F) switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
        127 => BinaryPrimitives.ReadUInt64BigEndian(header[2..]),
        _ => (ulong)(header[1] & 0x7F),
    };

    private static void Judge(byte first, byte second, ulong payload)
    {
        if ((second & MaskBit) != 0)
            throw new FormatException("a server's frame is masked (RFC 6455 §5.1)");
        if ((first & 0xF0) != FinalBit)
            throw new FormatException($"a frame of this server is final and without reserved bits, not {first:X2}");
        if (!Enum.IsDefined((Opcode)(first & 0x0F)))
            throw new FormatException($"the opcode of {first:X2} is reserved (RFC 6455 §5.2)");
        if (HeaderLength(second) != (payload <= 125 ? 2 : payload <= ushort.MaxValue ? 4 : 10))
            throw new FormatException("the length is not in its shortest form (RFC 6455 §5.2)");
        if ((first & 0x08) != 0 && payload > 125)
            throw new FormatException("a control frame holds over 125 bytes (RFC 6455 §5.5)");
    }
}
