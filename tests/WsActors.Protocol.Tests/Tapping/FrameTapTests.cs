using System.Text;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Tapping;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Tapping;

/// <summary>Frames as they are read in passing.</summary>
public sealed class FrameTapTests
{
    [Fact]
    public void A_masked_frame_is_shown_unmasked_and_its_bytes_stay_as_they_are()
    {
        var stream = ClientFrame.Text("hello");
        var before = stream.ToArray();
        var frame = Assert.Single(Read(new FrameTap(100), stream));

        Assert.Equal((Opcode.Text, true, 0, true, 5UL), (frame.Opcode, frame.IsFinal, frame.ReservedBits, frame.IsMasked, frame.Size));
        Assert.Equal("hello", Encoding.UTF8.GetString(frame.Payload.Span));
        Assert.True(frame.IsWhole);
        Assert.Equal(before, stream);
    }

    [Fact]
    public void A_server_s_frame_is_not_masked()
    {
        var frame = Assert.Single(Read(new FrameTap(100), FrameWriter.Frame(Opcode.Binary, [1, 2, 3])));

        Assert.Equal((Opcode.Binary, false), (frame.Opcode, frame.IsMasked));
        Assert.Equal([1, 2, 3], frame.Payload.ToArray());
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "a")]
    [InlineData(6, "abcdef")]
    [InlineData(7, "abcdef")]
    public void Of_a_payload_the_first_bytes_are_kept(int bytes, string kept)
    {
        var frame = Assert.Single(Read(new FrameTap(bytes), ClientFrame.Text("abcdef")));

        Assert.Equal(kept, Encoding.UTF8.GetString(frame.Payload.Span));
        Assert.Equal((6UL, bytes >= 6), (frame.Size, frame.IsWhole));
    }

    [Fact]
    public void A_frame_is_shown_when_its_last_byte_has_passed()
    {
        var tap = new FrameTap(100);
        var stream = ClientFrame.Text("late");

        Assert.Empty(Read(tap, stream.AsSpan()[..^1]));
        Assert.Single(Read(tap, stream.AsSpan()[^1..]));
    }

    [Fact]
    public void A_frame_that_announces_the_largest_length_keeps_no_more_than_was_asked_for()
    {
        var tap = new FrameTap(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Assert.Empty(Read(tap, i == 0 ? ClientFrame.Header(0x82, ulong.MaxValue) : new byte[10_000]));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_100_000);
    }

    [Fact]
    public void The_frames_of_a_compressed_message_are_all_known_as_such_and_control_frames_between_them_are_not() => Assert.Equal(
        [(Opcode.Text, true, 4), (Opcode.Ping, false, 0), (Opcode.Continuation, true, 0), (Opcode.Text, false, 0)],
        Read(new FrameTap(0), [.. ClientFrame.Frame(0x41, [1]), .. ClientFrame.Ping([]), .. ClientFrame.Frame(0x80, [2]), .. ClientFrame.Text("x")])
            .Select(frame => (frame.Opcode, frame.IsCompressed, frame.ReservedBits)));

    [Fact]
    public void A_tap_that_begins_within_a_payload_passes_over_the_rest_of_it()
    {
        var stream = ClientFrame.Text("unseen").Concat(ClientFrame.Text("seen")).ToArray();
        var tap = new FrameTap(100);
        tap.BeginWithin(missing: 4, partialHeader: [], isCompressed: false);

        Assert.Equal("seen", Encoding.UTF8.GetString(Assert.Single(Read(tap, stream.AsSpan(8))).Payload.Span));
    }

    [Fact]
    public void A_tap_that_begins_within_a_header_reads_on_in_it()
    {
        var stream = ClientFrame.Text("seen");
        var tap = new FrameTap(100);
        tap.BeginWithin(missing: 0, partialHeader: stream.AsSpan(0, 3), isCompressed: false);

        Assert.Equal("seen", Encoding.UTF8.GetString(Assert.Single(Read(tap, stream.AsSpan(3))).Payload.Span));
    }

    internal static List<TappedFrame> Read(FrameTap tap, ReadOnlySpan<byte> bytes)
    {
        var frames = new List<TappedFrame>();
        while (tap.TryRead(ref bytes, out var frame))
            frames.Add(frame);
        Assert.True(bytes.IsEmpty);
        return frames;
    }
}
