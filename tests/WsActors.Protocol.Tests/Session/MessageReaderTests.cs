using System.Buffers;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Session;

/// <summary>Frames to messages: the bounds, judged on the header, and what is kept.</summary>
public sealed class MessageReaderTests
{
    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    public void A_message_of_exactly_the_limit_is_told(int bytes) => Assert.Null(
        Conversation.Open(maxMessageBytes: bytes).Receive(ClientFrame.Binary(new byte[bytes])).Violation);

    [Fact]
    public void A_message_over_the_limit_fails_with_1009_on_its_header()
    {
        var conversation = Conversation.Open(maxMessageBytes: 1000).Receive(ClientFrame.Header(0x82, 1001));

        Assert.Equal(["Violated 1009 message_too_big"], conversation.Happened);
    }

    [Fact]
    public void Fragments_that_are_over_the_limit_together_fail_with_1009_on_the_header_that_is_too_much()
    {
        var conversation = Conversation.Open(maxMessageBytes: 1000)
            .Receive(ClientFrame.Frame(0x02, new byte[600]))
            .Receive(ClientFrame.Frame(0x00, new byte[400]));
        Assert.Null(conversation.Violation);

        conversation.Receive(ClientFrame.Header(0x80, 1));
        Assert.Equal(CloseCode.MessageTooBig, conversation.Violation?.Code);
    }

    [Fact]
    public void The_largest_length_of_all_fails_with_1009_and_costs_nothing() => Assert.Equal(
        CloseCode.MessageTooBig, Conversation.Open().Receive(ClientFrame.Header(0x82, long.MaxValue)).Violation?.Code);

    [Fact]
    public void The_limit_is_for_each_message_and_not_for_all()
    {
        var conversation = Conversation.Open(maxMessageBytes: 10);
        for (var i = 0; i < 5; i++)
            conversation.Receive(ClientFrame.Frame(0x02, new byte[6])).Receive(ClientFrame.Frame(0x80, new byte[4]));

        Assert.Equal(5, conversation.Happened.Count);
    }

    [Fact]
    public void One_fragment_more_than_the_limit_fails_with_1008()
    {
        var conversation = Conversation.Open(new SessionLimits { MaxFragments = 3 }).Receive(ClientFrame.Frame(0x01, []));
        conversation.Receive(ClientFrame.Frame(0x00, [])).Receive(ClientFrame.Frame(0x00, []));
        Assert.Null(conversation.Violation);

        conversation.Receive(ClientFrame.Frame(0x80, []));
        Assert.Equal("too_many_fragments", conversation.Violation?.Name);
    }

    [Fact]
    public void A_message_of_65537_fragments_is_legal()
    {
        const int Fragments = 65_537;
        var conversation = Conversation.Open().Receive(ClientFrame.Frame(0x02, "x"u8));
        var next = ClientFrame.Frame(0x00, "x"u8);
        for (var i = 2; i < Fragments; i++)
            conversation.Receive(next);
        conversation.Receive(ClientFrame.Frame(0x80, "x"u8));

        Assert.Equal(Fragments, Assert.Single(conversation.Frames).Payload.Length);
    }

    [Fact]
    public void A_message_of_16_MiB_is_legal_and_one_byte_more_is_not()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Binary(new byte[Conversation.MaxMessageBytes]));
        Assert.Equal(Conversation.MaxMessageBytes, Assert.Single(conversation.Frames).Payload.Length);

        conversation.Receive(ClientFrame.Header(0x82, Conversation.MaxMessageBytes + 1));
        Assert.Equal(CloseCode.MessageTooBig, conversation.Violation?.Code);
    }

    [Fact]
    public void A_message_that_lies_in_the_callers_buffer_is_told_from_there()
    {
        var session = Conversation.Open().Session;
        var frame = ClientFrame.Text("hello");
        var input = frame.AsSpan();
        session.TryAdvance(ref input, new ArrayBufferWriter<byte>(), out var happened);

        Assert.True(happened.Payload.Overlaps(frame));
    }

    [Theory]
    [InlineData(0x81)]
    [InlineData(0x89)]
    [InlineData(0x8A)]
    public void A_header_in_one_read_and_its_payload_in_the_next_is_one_frame(byte first)
    {
        var frame = ClientFrame.Frame(first, "hello"u8);
        var conversation = Conversation.Open();
        for (var i = 0; i < 3; i++)
            conversation.Receive(frame.AsSpan(0, 6)).Receive(frame.AsSpan(6));

        Assert.Equal(3, conversation.Happened.Count);
        Assert.All(conversation.Happened, happened => Assert.EndsWith(" hello", happened, StringComparison.Ordinal));
    }

    [Fact]
    public void A_header_without_payload_keeps_nothing()
    {
        var readers = Array.ConvertAll(new MessageReader[101], _ => new MessageReader());
        var header = ClientFrame.Header(0x81, 5);
        ReadOnce(readers[100], header.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            ReadOnce(readers[i], header);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_control_frame_between_two_fragments_in_pieces_disturbs_neither()
    {
        byte[] all = [.. ClientFrame.Frame(0x01, "ab"u8), .. ClientFrame.Ping("ping"u8), .. ClientFrame.Frame(0x80, "cd"u8)];

        Assert.Equal(["Ping ping", "Text abcd"], Conversation.Open().ReceiveOctetWise(all).Happened);
    }

    [Fact]
    public void Sessions_that_one_thread_reads_in_turn_do_not_disturb_each_other()
    {
        byte[] ones = [.. ClientFrame.Frame(0x01, "ab"u8), .. ClientFrame.Ping("ping"u8), .. ClientFrame.Frame(0x80, "cd"u8)];
        byte[] others = [.. ClientFrame.Frame(0x82, "e"u8), .. ClientFrame.Frame(0x81, "fgh"u8), .. ClientFrame.Ping("pong"u8)];
        var (one, other) = (Conversation.Open(), Conversation.Open());
        for (var i = 0; i < Math.Max(ones.Length, others.Length); i++)
        {
            one.Receive(ones.AsSpan()[Math.Min(i, ones.Length)..Math.Min(i + 1, ones.Length)]);
            other.Receive(others.AsSpan()[Math.Min(i, others.Length)..Math.Min(i + 1, others.Length)]);
        }

        Assert.Equal(["Ping ping", "Text abcd"], one.Happened);
        Assert.Equal(["Binary e", "Text fgh", "Ping pong"], other.Happened);
    }

    private static void ReadOnce(MessageReader reader, Span<byte> input)
    {
        reader.Begin(MessageRules.Of(maxMessageBytes: 1000, compression: null), maxFragments: 10);
        reader.TryRead(ref input, out _);
    }
}
