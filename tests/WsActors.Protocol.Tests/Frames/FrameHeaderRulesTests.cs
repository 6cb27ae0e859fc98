using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Protocol.Tests.Frames;

/// <summary>Every first byte, length and mask bit, against the table that RFC 6455 §5.2 and §5.5 amount to.</summary>
public sealed class FrameHeaderRulesTests
{
    [Fact]
    public void Of_the_256_first_bytes_only_these_may_begin_a_frame_outside_a_message__RFC6455_5_2() =>
        Assert.Equal([0x01, 0x02, 0x81, 0x82, 0x88, 0x89, 0x8A], LegalFirstBytes(isInsideMessage: false));

    [Fact]
    public void Of_the_256_first_bytes_only_these_may_come_inside_a_message__RFC6455_5_4() =>
        Assert.Equal([0x00, 0x80, 0x88, 0x89, 0x8A], LegalFirstBytes(isInsideMessage: true));

    [Theory]
    [InlineData(125, 125, true)]
    [InlineData(126, 125, false)]
    [InlineData(126, 126, true)]
    [InlineData(126, 65535, true)]
    [InlineData(127, 125, false)]
    [InlineData(127, 65535, false)]
    [InlineData(127, 65536, true)]
    public void The_minimal_number_of_bytes_MUST_be_used_for_the_length__RFC6455_5_2(byte shortLength, ulong length, bool isLegal) =>
        Assert.Equal(isLegal, FrameHeaderRules.Judge(new FrameHeader(0x82, true, shortLength, length, 0), false) is null);

    [Theory]
    [InlineData(long.MaxValue, true)]
    [InlineData(long.MaxValue + 1UL, false)]
    [InlineData(ulong.MaxValue, false)]
    public void The_lengths_most_significant_bit_MUST_be_0__RFC6455_5_2(ulong length, bool isLegal) =>
        Assert.Equal(isLegal, FrameHeaderRules.Judge(new FrameHeader(0x82, true, 127, length, 0), false) is null);

    [Theory]
    [InlineData(0x88)]
    [InlineData(0x89)]
    [InlineData(0x8A)]
    public void A_control_frame_of_126_bytes_is_too_long__RFC6455_5_5(byte first) => Assert.Equal(
        Violations.ControlTooLong, FrameHeaderRules.Judge(new FrameHeader(first, true, 126, 126, 0), false));

    [Fact]
    public void Every_frame_must_be_masked__RFC6455_5_1()
    {
        foreach (var first in new byte[] { 0x01, 0x81, 0x82, 0x88, 0x89, 0x8A })
            Assert.Equal(Violations.Unmasked, FrameHeaderRules.Judge(new FrameHeader(first, false, 0, 0, 0), false));
    }

    private static IEnumerable<int> LegalFirstBytes(bool isInsideMessage) => Enumerable.Range(0, 256)
        .Where(first => FrameHeaderRules.Judge(new FrameHeader((byte)first, true, 0, 0, 0), isInsideMessage) is null);
}
