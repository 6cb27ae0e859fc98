using CsCheck;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Tests.Wire;

public sealed class ServerFramesTests
{
    [Fact]
    public void A_short_text_frame_is_read()
    {
        var size = ServerFrames.Read([0x81, 0x02, (byte)'h', (byte)'i'], out var frame, out _);

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
        Assert.Equal(bytes.Length, ServerFrames.Read(bytes, out var frame, out _));
        Assert.Equal(length, frame.Payload.Length);
    }

    [Fact]
    public void A_frame_that_is_cut_anywhere_is_waited_for() =>
        Gen.Int[0, 70_000].SelectMany(length => Gen.Int[0, Frame(length).Length - 1], (length, cut) => (length, cut)).Sample(sample =>
            Assert.Equal(0, ServerFrames.Read(Frame(sample.length).AsSpan(0, sample.cut), out _, out _)));

    [Theory]
    [InlineData(0xC1, 0x00, "reserved bit")]
    [InlineData(0x83, 0x00, "opcode")]
    [InlineData(0x8B, 0x00, "opcode")]
    [InlineData(0x81, 0x80, "masked")]
    [InlineData(0x09, 0x00, "fragmented")]
    [InlineData(0x89, 0x7E, "longer than 125")]
    public void What_a_server_must_not_send_is_a_fault(byte first, byte second, string fault)
    {
        Assert.Equal(-1, ServerFrames.Read([first, second], out _, out var found));
        Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_beyond_reason_is_a_fault()
    {
        Assert.Equal(-1, ServerFrames.Read([0x82, 0x7F, 0xFF, 0, 0, 0, 0, 0, 0, 0], out _, out var fault));
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
