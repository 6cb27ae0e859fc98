using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Tests.Messages;

public sealed class MessageAssemblerTests
{
    [Fact]
    public void Pieces_lie_behind_each_other_however_often_the_buffer_grew()
    {
        var assembler = new MessageAssembler();
        var all = Enumerable.Range(0, 5000).Select(i => (byte)i).ToArray();
        for (var from = 0; from < all.Length; from += 7)
            assembler.Append(all.AsSpan(from, Math.Min(7, all.Length - from)));

        Assert.Equal(all, assembler.Bytes.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(5000)]
    [InlineData(ulong.MaxValue)]
    public void What_was_announced_changes_nothing_of_what_is_kept(ulong announced)
    {
        var assembler = new MessageAssembler();
        var all = Enumerable.Range(0, 5000).Select(i => (byte)i).ToArray();
        for (var from = 0; from < all.Length; from += 1000)
            assembler.Append(all.AsSpan(from, 1000), announced);

        Assert.Equal(all, assembler.Bytes.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void Whoever_announces_much_gets_room_for_a_multiple_of_what_has_come(int come)
    {
        var assembler = new MessageAssembler();
        assembler.Append(new byte[come], announced: int.MaxValue);

        Assert.InRange(assembler.Room(expected: int.MaxValue, announced: int.MaxValue).Length, 1, 64 * 2 * (come + 256));
    }

    [Fact]
    public void A_megabyte_that_was_announced_with_a_whole_read_lies_where_it_was_received()
    {
        const int Announced = 1024 * 1024;
        var assembler = new MessageAssembler();
        assembler.Append(new byte[16_370], Announced);

        Assert.Equal(Announced - 16_370, assembler.Room(Announced - 16_370, Announced).Length);
    }

    [Fact]
    public void Nothing_is_left_after_a_clear()
    {
        var assembler = new MessageAssembler();
        assembler.Append([1, 2, 3]);
        assembler.Clear();
        assembler.Append([4]);

        Assert.Equal([4], assembler.Bytes.ToArray());
    }

    [Fact]
    public void Without_pieces_there_are_no_bytes() => Assert.True(new MessageAssembler().Bytes.IsEmpty);
}
