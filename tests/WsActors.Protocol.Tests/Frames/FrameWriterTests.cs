using System.Buffers;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.Tests.Frames;

public sealed class FrameWriterTests
{
    [Theory]
    [InlineData(0, new byte[] { 0x82, 0 })]
    [InlineData(125, new byte[] { 0x82, 125 })]
    [InlineData(126, new byte[] { 0x82, 126, 0, 126 })]
    [InlineData(65535, new byte[] { 0x82, 126, 0xFF, 0xFF })]
    [InlineData(65536, new byte[] { 0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0 })]
    public void The_length_is_in_its_shortest_form_and_nothing_is_masked__RFC6455_5_1_5_2(int length, byte[] header)
    {
        var payload = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        Assert.Equal([.. header, .. payload], FrameWriter.Frame(Opcode.Binary, payload));
    }

    [Fact]
    public void Writing_to_a_buffer_appends_the_same_bytes()
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.Write(output, Opcode.Text, "a"u8);
        FrameWriter.Write(output, Opcode.Ping, "b"u8);

        Assert.Equal([0x81, 1, (byte)'a', 0x89, 1, (byte)'b'], output.WrittenSpan.ToArray());
    }
}
