using System.Buffers.Binary;
using System.Text;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A frame as the server sends it: whole messages, unmasked (RFC 6455 §5.1).</summary>
internal sealed record ServerFrame(int Opcode, byte[] Payload)
{
    public bool IsClose => Opcode == 8;

    public bool IsPing => Opcode == 9;

    public string Text => Encoding.UTF8.GetString(Payload);

    public int CloseCode
    {
        get
        {
            Assert.True(IsClose && Payload.Length >= 2, $"no close frame with a code: opcode {Opcode}, {Text}");
            return BinaryPrimitives.ReadUInt16BigEndian(Payload);
        }
    }

    /// <summary>All frames of these bytes, which must end with a whole one.</summary>
    public static IReadOnlyList<ServerFrame> ParseAll(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<ServerFrame>();
        while (!bytes.IsEmpty)
            frames.Add(Take(ref bytes));
        return frames;
    }

    /// <summary>How many bytes are still to come, as far as can be told, until these are one whole frame.</summary>
    public static int MissingBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length < HeaderBytes(bytes) ? HeaderBytes(bytes) - bytes.Length : HeaderBytes(bytes) + PayloadBytes(bytes) - bytes.Length;

    /// <summary>Takes the first frame off; null where it has not come whole.</summary>
    public static ServerFrame? TryTake(ref ReadOnlySpan<byte> bytes) =>
        bytes.Length < 2 || MissingBytes(bytes) > 0 ? null : Take(ref bytes);

    private static ServerFrame Take(ref ReadOnlySpan<byte> bytes)
    {
        Assert.True(bytes.Length >= 2 && MissingBytes(bytes) <= 0, $"half a frame: {Convert.ToHexString(bytes)}");
        Assert.True((bytes[0] & 0xF0) == 0x80, $"a fragment, or reserved bits: {bytes[0]:X2}");
        var header = HeaderBytes(bytes);
        var frame = new ServerFrame(bytes[0] & 0x0F, bytes.Slice(header, PayloadBytes(bytes)).ToArray());
        bytes = bytes[(header + frame.Payload.Length)..];
        return frame;
    }

    private static int HeaderBytes(ReadOnlySpan<byte> bytes) => bytes[1] switch
    {
        126 => 4,
        127 => 10,
        < 126 => 2,
        _ => throw new InvalidOperationException("the server has masked a frame"),
    };

    private static int PayloadBytes(ReadOnlySpan<byte> bytes) => bytes[1] switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
        127 => (int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
        var length => length,
    };
}
