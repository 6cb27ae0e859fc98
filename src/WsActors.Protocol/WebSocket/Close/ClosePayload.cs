using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.WebSocket.Close;

/// <summary>The payload of a close frame (RFC 6455 §5.5.1): nothing, or a code of two bytes and a reason in UTF-8.</summary>
internal static class ClosePayload
{
    private const int CodeLength = 2;

    /// <summary>Bytes of the longest reason: a control frame holds 125, and the code takes two.</summary>
    private const int MaxReasonBytes = 123;

    private static readonly CloseStatus Nothing = new(CloseCode.NoStatus, string.Empty);

    /// <summary>Reads the status that the peer sent; returns the rule that the payload breaks, or null.</summary>
    public static Violation? Read(ReadOnlySpan<byte> payload, out CloseStatus status)
    {
        status = Nothing;
        if (payload.IsEmpty)
            return null;

        // RFC 6455 §5.5.1: "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer".
        if (payload.Length < CodeLength)
            return Violations.ClosePayloadOfOneByte;

        var code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!MayBeSent(code))
            return Violations.InvalidCloseCode;

        // RFC 6455 §8.1, for "the reason" as for text.
        var reason = payload[CodeLength..];
        if (!Utf8.IsValid(reason))
            return Violations.InvalidUtf8;

        status = new CloseStatus(CloseCode.Of(code), Encoding.UTF8.GetString(reason));
        return null;
    }

    /// <summary>
    /// True if a close frame may hold this code. RFC 6455 §7.4: below 1000 nothing is used; 1004-1006 and 1015 must not be sent;
    /// 1012-1014 were registered later; 3000-3999 are for libraries, 4000-4999 for private use.
    /// </summary>
    public static bool MayBeSent(ushort code) => code is
        (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);

    /// <summary>Writes a whole close frame; a reason that is too long is cut at a character's end.</summary>
    public static void Write(IBufferWriter<byte> output, CloseCode code, string reason)
    {
        if (code == CloseCode.NoStatus)
        {
            FrameWriter.Write(output, Opcode.Close, []);
            return;
        }

        Span<byte> payload = stackalloc byte[CodeLength + MaxReasonBytes];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code.Value);
        Utf8.FromUtf16(reason, payload[CodeLength..], out _, out var reasonLength, replaceInvalidSequences: true);
        FrameWriter.Write(output, Opcode.Close, payload[..(CodeLength + reasonLength)]);
    }
}
