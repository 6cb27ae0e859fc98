using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Frames;

public sealed class FrameReaderTests
{
    [Fact]
    public void A_payload_that_lies_in_one_buffer_is_taken_in_one_piece()
    {
        var reader = default(FrameReader);
        var input = ClientFrame.Text("hello").AsSpan();
        Assert.True(reader.TryReadHeader(ref input));
        var piece = reader.TakePayload(ref input, out var isWhole, out var isLast);

        Assert.Equal("hello"u8, piece);
        Assert.True(isWhole && isLast && input.IsEmpty && !reader.IsInPayload);
    }

    [Fact]
    public void The_next_frame_is_left_in_the_input()
    {
        var reader = default(FrameReader);
        var next = ClientFrame.Ping([]);
        var input = ((byte[])[.. ClientFrame.Text("a"), .. next]).AsSpan();
        reader.TryReadHeader(ref input);
        reader.TakePayload(ref input, out _, out _);

        Assert.Equal(next, input);
    }

    [Fact]
    public void A_payload_in_two_pieces_is_neither_time_whole_and_the_second_time_last()
    {
        var reader = default(FrameReader);
        var frame = ClientFrame.Text("hello");
        var first = frame.AsSpan(0, frame.Length - 2);
        var second = frame.AsSpan(frame.Length - 2);
        reader.TryReadHeader(ref first);

        Assert.Equal("hel"u8, reader.TakePayload(ref first, out var firstIsWhole, out var firstIsLast));
        Assert.Equal("lo"u8, reader.TakePayload(ref second, out var secondIsWhole, out var secondIsLast));
        Assert.Equal((false, false, false, true), (firstIsWhole, firstIsLast, secondIsWhole, secondIsLast));
    }

    [Fact]
    public void A_header_split_anywhere_is_read_and_the_buffer_is_free_after_every_call()
    {
        var header = ClientFrame.Header(0x82, 70_000);
        for (var cut = 0; cut < header.Length; cut++)
        {
            var reader = default(FrameReader);
            var first = header.AsSpan(0, cut);
            var second = header.AsSpan(cut);

            Assert.False(reader.TryReadHeader(ref first));
            Assert.True(first.IsEmpty);
            Assert.True(reader.TryReadHeader(ref second));
            Assert.Equal(70_000UL, reader.Header.PayloadLength);
        }
    }

    [Fact]
    public void An_empty_payload_is_whole_and_last_at_once()
    {
        var reader = default(FrameReader);
        var input = ClientFrame.Ping([]).AsSpan();
        reader.TryReadHeader(ref input);
        reader.TakePayload(ref input, out var isWhole, out var isLast);

        Assert.True(isWhole && isLast);
    }
}
