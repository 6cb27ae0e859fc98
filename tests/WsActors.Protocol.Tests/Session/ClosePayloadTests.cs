using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Session;

/// <summary>All 65,536 close codes and every length of a close frame's payload (RFC 6455 §5.5.1, §7.4).</summary>
public sealed class ClosePayloadTests
{
    // As the registry of RFC 6455 §11.7 stands: 1012-1014 came after the RFC.
    private static readonly HashSet<int> Legal =
    [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
        .. Enumerable.Range(3000, 2000),
    ];

    [Fact]
    public void Of_all_65536_codes_those_that_may_be_sent_are_accepted_and_the_others_fail__RFC6455_7_4()
    {
        for (var code = 0; code <= ushort.MaxValue; code++)
        {
            var violation = ClosePayload.Read(Payload((ushort)code), out _);
            if (Legal.Contains(code) != violation is null)
                Assert.Fail($"{code}: {violation}");
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(3999)]
    [InlineData(4000)]
    [InlineData(4999)]
    public void A_legal_code_is_told_and_echoed(ushort code)
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Close(code));

        Assert.Equal(code, conversation.Closed?.Code.Value);
        Assert.Equal((ushort?)code, Assert.Single(conversation.Frames).CloseCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(1100)]
    [InlineData(2000)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65535)]
    public void An_illegal_code_is_answered_with_1002(ushort code)
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Close(code));

        Assert.Equal(Violations.InvalidCloseCode, conversation.Violation);
        Assert.Equal((ushort?)1002, Assert.Single(conversation.Frames).CloseCode);
    }

    [Fact]
    public void An_empty_payload_is_no_status()
    {
        Assert.Null(ClosePayload.Read([], out var status));
        Assert.Equal(new CloseStatus(CloseCode.NoStatus, ""), status);
    }

    [Fact]
    public void Close_frame_with_one_byte_payload_is_a_protocol_error__RFC6455_5_5_1() =>
        Assert.Equal(Violations.ClosePayloadOfOneByte, ClosePayload.Read([3], out _));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(123)]
    public void A_reason_of_up_to_123_bytes_is_told(int length)
    {
        ClosePayload.Read(Payload(1000, [.. Enumerable.Repeat((byte)'r', length)]), out var status);

        Assert.Equal(new string('r', length), status.Reason);
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("C2")]
    [InlineData("EDA080")]
    [InlineData("CEBAE1BDB9CF83CEBCCEB5EDA080656469746564")]
    public void A_reason_that_is_not_UTF8_is_answered_with_1007__RFC6455_8_1(string hex) =>
        Assert.Equal(Violations.InvalidUtf8, ClosePayload.Read(Payload(1000, Convert.FromHexString(hex)), out _));

    [Fact]
    public void A_reason_that_is_too_long_is_cut_at_the_end_of_a_character()
    {
        // 61 characters of two bytes fit in 123; half of the next is left out.
        var reason = string.Concat(Enumerable.Repeat('\u00e9', 100));

        Assert.Equal(string.Concat(Enumerable.Repeat('\u00e9', 61)), WrittenReason(reason));
    }

    [Fact]
    public void A_reason_that_is_no_text_is_still_written_as_UTF8() => Assert.Equal("a\ufffdb", WrittenReason("a\ud800b"));

    [Fact]
    public void Every_violation_tells_its_reason_whole()
    {
        foreach (var violation in new[]
        {
            Violations.Unmasked, Violations.ReservedBits, Violations.ReservedOpcode, Violations.LengthNotMinimal,
            Violations.LengthTooLarge, Violations.FragmentedControl, Violations.ControlTooLong, Violations.ContinuationOfNothing,
            Violations.ExpectedContinuation, Violations.ClosePayloadOfOneByte, Violations.InvalidCloseCode, Violations.InvalidUtf8,
            Violations.MessageTooBig(ulong.MaxValue, int.MaxValue), Violations.TooManyFragments(int.MaxValue),
        })
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(violation.Message), 1, 123);
        }
    }

    private static string WrittenReason(string reason)
    {
        var output = new ArrayBufferWriter<byte>();
        ClosePayload.Write(output, CloseCode.Normal, reason);
        return Encoding.UTF8.GetString(Assert.Single(ServerFrame.ReadAll(output.WrittenSpan)).Payload.AsSpan(2));
    }

    private static byte[] Payload(ushort code, params byte[] reason)
    {
        var payload = new byte[2 + reason.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        reason.CopyTo(payload, 2);
        return payload;
    }
}
