using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>The illegal cases of a client's frame header, in order, each with its sentence of the RFC.</summary>
internal static class FrameHeaderRules
{
    private const int MaxControlPayload = 125;

    /// <summary>The rule that the header breaks; null for a legal one.</summary>
    /// <param name="header">The client's frame header.</param>
    /// <param name="isInsideMessage">True if a fragmented message is unfinished.</param>
    /// <param name="mayBeCompressed">True if permessage-deflate was negotiated.</param>
    public static Violation? Judge(in FrameHeader header, bool isInsideMessage, bool mayBeCompressed = false)
    {
        // RFC 6455 §5.2: "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
        if (header.HasReservedBits && !(header.IsCompressed && mayBeCompressed))
            return Violations.ReservedBits;

        // RFC 7692 §6.1: RSV1 is set "only on the first frame of a message", and "MUST NOT" be set on control frames.
        if (header.IsCompressed && !header.StartsMessage)
            return Violations.MisplacedCompressedBit;

        // RFC 6455 §5.2: "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_."
        if (!Enum.IsDefined(header.Opcode))
            return Violations.ReservedOpcode;

        // RFC 6455 §5.1: "The server MUST close the connection upon receiving a frame that is not masked."
        if (!header.IsMasked)
            return Violations.Unmasked;

        // RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length".
        if (!IsMinimal(header))
            return Violations.LengthNotMinimal;

        // RFC 6455 §5.2: "the most significant bit MUST be 0".
        if (header.PayloadLength > long.MaxValue)
            return Violations.LengthTooLarge;

        return header.IsControl ? JudgeControl(header) : JudgeData(header, isInsideMessage);
    }

    private static Violation? JudgeControl(in FrameHeader header)
    {
        // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented."
        if (!header.IsFinal)
            return Violations.FragmentedControl;

        return header.PayloadLength > MaxControlPayload ? Violations.ControlTooLong : null;
    }

    private static Violation? JudgeData(in FrameHeader header, bool isInsideMessage)
    {
        // RFC 6455 §5.4: a message is one unfragmented frame, or a first frame with an opcode and then continuations.
        if (header.Opcode == Opcode.Continuation)
            return isInsideMessage ? null : Violations.ContinuationOfNothing;

        return isInsideMessage ? Violations.ExpectedContinuation : null;
    }

    private static bool IsMinimal(in FrameHeader header) => header.ShortLength switch
    {
        126 => header.PayloadLength > 125,
        127 => header.PayloadLength > ushort.MaxValue,
        _ => true,
    };
}
