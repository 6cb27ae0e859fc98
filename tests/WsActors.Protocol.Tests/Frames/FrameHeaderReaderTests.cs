using System.Buffers.Binary;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.Tests.Frames;

public sealed class FrameHeaderReaderTests
{
    [Theory]
    [InlineData(new byte[] { 0x81, 0x05 }, 2, 5)]
    [InlineData(new byte[] { 0x82, 0x7E, 0x01, 0x00 }, 4, 256)]
    [InlineData(new byte[] { 0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0 }, 10, 65536)]
    [InlineData(new byte[] { 0x81, 0x85, 1, 2, 3, 4 }, 6, 5)]
    [InlineData(new byte[] { 0x82, 0xFE, 0x01, 0x00, 1, 2, 3, 4 }, 8, 256)]
    [InlineData(new byte[] { 0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4 }, 14, 65536)]
    public void A_header_is_2_to_14_bytes_with_its_lengths_in_network_order__RFC6455_5_2(byte[] bytes, int headerLength, ulong payloadLength)
    {
        Assert.True(FrameHeaderReader.TryRead(bytes, out var header, out var consumed));
        Assert.Equal((headerLength, payloadLength), (consumed, header.PayloadLength));
    }

    [Fact]
    public void Every_shorter_piece_of_the_longest_header_needs_more()
    {
        byte[] bytes = [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4];
        for (var length = 0; length < bytes.Length; length++)
            Assert.False(FrameHeaderReader.TryRead(bytes.AsSpan(0, length), out _, out _));
    }

    [Fact]
    public void The_first_byte_is_FIN_three_reserved_bits_and_the_opcode__RFC6455_5_2()
    {
        for (var first = 0; first <= 0xFF; first++)
        {
            FrameHeaderReader.TryRead([(byte)first, 0x80, 0, 0, 0, 0], out var header, out _);

            Assert.Equal((first & 0x80) != 0, header.IsFinal);
            Assert.Equal((first & 0x70) != 0, header.HasReservedBits);
            Assert.Equal(first & 0x0F, (int)header.Opcode);
            Assert.Equal((first & 0x0F) >= 8, header.IsControl);
        }
    }

    [Fact]
    public void The_masking_key_is_the_last_four_bytes_as_they_lie__RFC6455_5_3()
    {
        FrameHeaderReader.TryRead([0x81, 0x80, 1, 2, 3, 4], out var header, out _);
        var key = new byte[4];
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.WriteUInt32LittleEndian(key, header.MaskKey);
        else
            BinaryPrimitives.WriteUInt32BigEndian(key, header.MaskKey);

        Assert.Equal([1, 2, 3, 4], key);
    }
}
