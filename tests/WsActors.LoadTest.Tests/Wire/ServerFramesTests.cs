using CsCheck;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Tests.Wire;

public sealed class ServerFramesTests
{
    [Fact]
    public void A_short_text_frame_is_read()
    {
        var size = ServerFrames.Read([0x81, 0x02, (byte)'h', (byte)'i'], mayBeCompressed: false, out var frame, out _);

        Assert.Equal(4, size);
        Assert.Equal((FrameKind.Text, true, "hi"), (frame.Kind, frame.IsFinal, System.Text.Encoding.ASCII.GetString(frame.Payload)));
    }

    [Theory]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void Each_form_of_the_length_is_read(int length)
    {
        var bytes = Frame(length);
        Assert.Equal(bytes.Length, ServerFrames.Read(bytes, mayBeCompressed: false, out var frame, out _));
        Assert.Equal(length, frame.Payload.Length);
    }

    [Fact]
    public void A_frame_that_is_cut_anywhere_is_waited_for() =>
        Gen.Int[0, 70_000].SelectMany(length => Gen.Int[0, Frame(length).Length - 1], (length, cut) => (length, cut)).Sample(sample =>
            Assert.Equal(0, ServerFrames.Read(Frame(sample.length).AsSpan(0, sample.cut), mayBeCompressed: false, out _, out _)));

    [Theory]
    [InlineData(0xC1, 0x00, "reserved bit")]
    [InlineData(0x83, 0x00, "opcode")]
    [InlineData(0x8B, 0x00, "opcode")]
    [InlineData(0x81, 0x80, "masked")]
    [InlineData(0x09, 0x00, "fragmented")]
    [InlineData(0x89, 0x7E, "longer than 125")]
    public void What_a_server_must_not_send_is_a_fault(byte first, byte second, string fault)
    {
        Assert.Equal(-1, ServerFrames.Read([first, second], mayBeCompressed: false, out _, out var found));
        Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x41)]
    [InlineData(0xC2)]
    public void The_first_frame_of_a_message_may_be_marked_as_compressed_where_that_is_agreed__RFC7692_6(byte first)
    {
        Assert.Equal(2, ServerFrames.Read([first, 0x00], mayBeCompressed: true, out var frame, out _));
        Assert.True(frame.IsCompressed);
    }

    [Theory]
    [InlineData(0xC0)]
    [InlineData(0xC9)]
    [InlineData(0xA1)]
    [InlineData(0xD1)]
    public void Other_reserved_bits_and_RSV1_on_other_frames_stay_a_fault__RFC7692_6_1(byte first)
    {
        Assert.Equal(-1, ServerFrames.Read([first, 0x00], mayBeCompressed: true, out _, out var fault));
        Assert.Contains("reserved bit", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_beyond_reason_is_a_fault()
    {
        Assert.Equal(-1, ServerFrames.Read([0x82, 0x7F, 0xFF, 0, 0, 0, 0, 0, 0, 0], mayBeCompressed: false, out _, out var fault));
        Assert.NotNull(fault);
    }

    private static byte[] Frame(int length)
    {
        byte[] header = length switch
        {
            <= 125 => [0x82, (byte)length],
            <= 65535 => [0x82, 126, (byte)(length >> 8), (byte)length],
            _ => [0x82, 127, 0, 0, 0, 0, 0, (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        };
        return [.. header, .. new byte[length]];
    }
}
