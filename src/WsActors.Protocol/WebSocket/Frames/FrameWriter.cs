using System.Buffers;
using System.Buffers.Binary;

namespace WsActors.Protocol.WebSocket.Frames;

/// <summary>
/// Writes the frames of a server: final and unmasked (RFC 6455 §5.1: "A server MUST NOT mask any frames that it sends
/// to the client"), which is what lets one finished frame be shared by every receiver.
/// </summary>
public static class FrameWriter
{
    private const byte FinalBit = 0x80;
    private const byte CompressedBit = 0x40;
    private const byte LargestShortLength = 125;
    private const byte SixteenBitLengthFollows = 126;
    private const byte SixtyFourBitLengthFollows = 127;

    /// <summary>The bytes of a whole frame: header and payload in one array, to be shared and never changed.</summary>
    public static byte[] Frame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderLength(payload.Length) + payload.Length];
        var headerLength = WriteHeader(frame, opcode, payload.Length);
        payload.CopyTo(frame.AsSpan(headerLength));
        return frame;
    }

    /// <summary>Writes a frame with a compressed payload: with RSV1 (RFC 7692 §6.1).</summary>
    public static byte[] CompressedFrame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = Frame(opcode, payload);
        frame[0] |= CompressedBit;
        return frame;
    }

    /// <summary>
    /// True if these bytes begin with a whole uncompressed message of ours: no control frame, and no answer to a handshake, whose first
    /// letter is another.
    /// </summary>
    public static bool IsPlainMessage(ReadOnlySpan<byte> bytes) =>
        bytes[0] == (FinalBit | (byte)Opcode.Text) || bytes[0] == (FinalBit | (byte)Opcode.Binary);

    /// <summary>Returns the payload of a finished frame of ours.</summary>
    public static ReadOnlySpan<byte> PayloadOf(byte[] frame, out Opcode opcode)
    {
        opcode = (Opcode)(frame[0] & 0x0F);
        var headerLength = frame[1] switch
        {
            SixteenBitLengthFollows => 4,
            SixtyFourBitLengthFollows => 10,
            _ => 2,
        };
        return frame.AsSpan(headerLength);
    }

    /// <summary>Appends a whole frame to <paramref name="output"/>.</summary>
    public static void Write(IBufferWriter<byte> output, Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var length = HeaderLength(payload.Length) + payload.Length;
        var frame = output.GetSpan(length);
        var headerLength = WriteHeader(frame, opcode, payload.Length);
        payload.CopyTo(frame[headerLength..]);
        output.Advance(length);
    }

    /// <summary>Bytes of the shortest header for a payload of <paramref name="payloadLength"/> bytes: 2, 4 or 10.</summary>
    public static int HeaderLength(int payloadLength) => payloadLength switch
    {
        <= LargestShortLength => 2,
        <= ushort.MaxValue => 4,
        _ => 10,
    };

    /// <summary>Writes the header alone and answers its length in bytes.</summary>
    public static int WriteHeader(Span<byte> destination, Opcode opcode, int payloadLength)
    {
        destination[0] = (byte)(FinalBit | (byte)opcode);

        // RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length".
        switch (HeaderLength(payloadLength))
        {
            case 2:
                destination[1] = (byte)payloadLength;
                return 2;
            case 4:
                destination[1] = SixteenBitLengthFollows;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                return 4;
            default:
                destination[1] = SixtyFourBitLengthFollows;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadLength);
                return 10;
        }
    }
}
