namespace WsActors.Protocol.WebSocket.Close;

/// <summary>Every rule that a peer can break after the handshake, by name.</summary>
public static class Violations
{
    public static readonly Violation Unmasked =
        Protocol("unmasked_frame", "a client's frames must be masked");

    public static readonly Violation ReservedBits =
        Protocol("reserved_bits", "reserved bits are set, and no extension was negotiated");

    public static readonly Violation MisplacedCompressedBit =
        Protocol("misplaced_compressed_bit", "RSV1 may be set on the first frame of a text or binary message only");

    public static readonly Violation ReservedOpcode =
        Protocol("reserved_opcode", "the opcode is reserved: use 0, 1, 2, 8, 9 or 10");

    public static readonly Violation LengthNotMinimal =
        Protocol("length_not_minimal", "the payload length is not in its shortest form");

    public static readonly Violation LengthTooLarge =
        Protocol("length_too_large", "the payload length's most significant bit is set");

    public static readonly Violation FragmentedControl =
        Protocol("fragmented_control_frame", "a control frame must not be fragmented");

    public static readonly Violation ControlTooLong =
        Protocol("control_frame_too_long", "a control frame holds at most 125 bytes");

    public static readonly Violation ContinuationOfNothing =
        Protocol("continuation_of_nothing", "a continuation frame came without a message to continue");

    public static readonly Violation ExpectedContinuation =
        Protocol("expected_continuation", "a new message began before the fragmented one ended");

    public static readonly Violation ClosePayloadOfOneByte =
        Protocol("close_payload_of_one_byte", "a close frame holds no payload, or a code of two bytes and a reason");

    public static readonly Violation InvalidCloseCode =
        Protocol("invalid_close_code", "the close code is not one that may be sent");

    public static readonly Violation InvalidUtf8 =
        new("invalid_utf8", CloseCode.InvalidPayload, "a text message or close reason is not UTF-8");

    public static readonly Violation CorruptCompression =
        new("corrupt_compression", CloseCode.InvalidPayload, "a compressed message is not a DEFLATE stream");

    public static readonly Violation UnfinishedCompression =
        new("unfinished_compression", CloseCode.InvalidPayload, "a compressed message ends within a DEFLATE block");

    /// <param name="announced">Bytes that the message has with the announced frame.</param>
    /// <param name="limit">Bytes that are allowed.</param>
    public static Violation MessageTooBig(ulong announced, int limit) => new(
        "message_too_big", CloseCode.MessageTooBig, $"a message of {announced} bytes or more: at most {limit} are allowed");

    /// <param name="limit">Fragments that are allowed.</param>
    public static Violation TooManyFragments(int limit) => new(
        "too_many_fragments", CloseCode.PolicyViolation, $"a message in more than {limit} fragments");

    private static Violation Protocol(string name, string message) => new(name, CloseCode.ProtocolError, message);
}
