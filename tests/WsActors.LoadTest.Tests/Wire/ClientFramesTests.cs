using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Tests.Wire;

public sealed class ClientFramesTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65535, 4)]
    [InlineData(65536, 10)]
    public void A_frame_is_final_and_masked_and_holds_its_payload(int length, int lengthBytes)
    {
        var payload = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        var frame = ClientFrames.Frame(FrameKind.Text, payload);

        Assert.Equal(0x81, frame[0]);
        Assert.Equal(0x80, frame[1] & 0x80);
        Assert.Equal(payload, Unmasked(frame, lengthBytes));
    }

    [Fact]
    public void The_mask_is_not_zero()
    {
        var frame = ClientFrames.Frame(FrameKind.Text, "hello"u8);
        Assert.NotEqual("hello"u8.ToArray(), frame[6..]);
    }

    private static byte[] Unmasked(byte[] frame, int header) =>
        [.. frame.Skip(header + 4).Select((octet, i) => (byte)(octet ^ frame[header + (i % 4)]))];
}
