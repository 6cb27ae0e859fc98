using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.Tests.Frames;

public sealed class FrameMaskTests
{
    private static readonly byte[] KeyBytes = [0x37, 0xFA, 0x21, 0x3D];

    private static readonly uint Key = BitConverter.ToUInt32(KeyBytes);

    [Fact]
    public void Octet_i_is_the_exclusive_or_with_octet_i_modulo_4_of_the_key__RFC6455_5_3()
    {
        // Longer than two of the largest vectors, so that the fast path, its end and its absence are all here.
        for (var length = 0; length <= 200; length++)
        {
            var payload = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
            var expected = payload.Select((value, i) => (byte)(value ^ KeyBytes[i % 4])).ToArray();
            FrameMask.Apply(payload, Key, 0);

            Assert.Equal(expected, payload);
        }
    }

    [Fact]
    public void A_payload_in_two_pieces_is_unmasked_as_in_one()
    {
        for (var cut = 0; cut <= 100; cut++)
        {
            var whole = Enumerable.Range(0, 100).Select(i => (byte)i).ToArray();
            var pieces = whole.ToArray();
            FrameMask.Apply(whole, Key, 0);
            FrameMask.Apply(pieces.AsSpan(0, cut), Key, 0);
            FrameMask.Apply(pieces.AsSpan(cut), Key, (ulong)cut);

            Assert.Equal(whole, pieces);
        }
    }

    [Fact]
    public void A_large_payload_is_unmasked_wherever_in_memory_and_in_its_frame_it_begins()
    {
        var memory = new byte[5000];
        for (var begin = 0; begin <= 130; begin++)
        {
            Array.Clear(memory);
            FrameMask.Apply(memory.AsSpan(begin, 4200), Key, (ulong)begin * 3);

            var expected = Enumerable.Range(0, 4200).Select(i => KeyBytes[(i + (begin * 3)) % 4]);
            Assert.Equal([.. new byte[begin], .. expected, .. new byte[800 - begin]], memory);
        }
    }

    [Fact]
    public void An_offset_beyond_4_GiB_keeps_its_place_in_the_key()
    {
        byte[] payload = [0, 0, 0, 0, 0];
        FrameMask.Apply(payload, Key, (1UL << 32) + 3);

        Assert.Equal([0x3D, 0x37, 0xFA, 0x21, 0x3D], payload);
    }

    [Fact]
    public void A_key_of_zeros_changes_nothing()
    {
        byte[] payload = [1, 2, 3];
        FrameMask.Apply(payload, 0, 0);

        Assert.Equal([1, 2, 3], payload);
    }
}
