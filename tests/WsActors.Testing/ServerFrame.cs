using System.Buffers.Binary;
using System.Text;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing;

/// <summary>A frame as a strict client reads it from this server. It is not compressed: <see cref="ServerFrameHeader"/> reads those too.</summary>
public sealed record ServerFrame(Opcode Opcode, byte[] Payload)
{
    public bool IsClose => Opcode == Opcode.Close;

    public bool IsPing => Opcode == Opcode.Ping;

    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>The status code of a close frame; null in one without a code, and in other frames.</summary>
    public int? CloseCode => IsClose && Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : null;

    /// <summary>Reads all frames of a stream, which must end with a whole one.</summary>
    /// <exception cref="FormatException">The stream ends inside a frame, or the server broke RFC 6455 §5.</exception>
    public static IReadOnlyList<ServerFrame> ReadAll(ReadOnlySpan<byte> stream)
    {
        var frames = ReadWhole(ref stream);
        return stream.IsEmpty
            ? frames
            : throw new FormatException($"the stream ends inside a frame: {Convert.ToHexString(stream[..Math.Min(stream.Length, 32)])}");
    }

    /// <summary>Takes the frames that have arrived whole off the stream.</summary>
    /// <exception cref="FormatException">The server broke RFC 6455 §5.</exception>
    public static IReadOnlyList<ServerFrame> ReadWhole(ref ReadOnlySpan<byte> stream)
    {
        var frames = new List<ServerFrame>();
        while (TryTake(ref stream) is { } frame)
            frames.Add(frame);
        return frames;
    }

    /// <summary>Takes the first frame off the stream; returns null if it has not arrived whole.</summary>
    /// <exception cref="FormatException">The server broke RFC 6455 §5.</exception>
    public static ServerFrame? TryTake(ref ReadOnlySpan<byte> stream)
    {
        if (MissingBytes(stream, out var header) > 0)
            return null;
        if (header.IsCompressed)
            throw new FormatException($"a reserved bit is set although nothing was agreed on: {header.FirstByte:X2} (RFC 6455 §5.2)");

        var frame = new ServerFrame(header.Opcode, stream[header.HeaderBytes..header.FrameBytes].ToArray());
        stream = stream[header.FrameBytes..];
        return frame;
    }

    /// <summary>Counts the bytes that are still to come, as far as can be told, until the first frame is whole.</summary>
    public static int MissingBytes(ReadOnlySpan<byte> stream) => MissingBytes(stream, out _);

    public bool Equals(ServerFrame? other) =>
        other is not null && Opcode == other.Opcode && Payload.AsSpan().SequenceEqual(other.Payload);

    public override int GetHashCode() => HashCode.Combine(Opcode, Payload.Length);

    public override string ToString() => Payload.Length > 64
        ? $"{Opcode} of {Payload.Length} bytes"
        : $"{Opcode} {Convert.ToHexString(Payload)} \"{Encoding.Latin1.GetString(Payload)}\"";

    private static int MissingBytes(ReadOnlySpan<byte> stream, out ServerFrameHeader header) =>
        ServerFrameHeader.TryRead(stream, out header)
            ? Math.Max(0, header.FrameBytes - stream.Length)
            : ServerFrameHeader.BytesOf(stream) - stream.Length;
}
