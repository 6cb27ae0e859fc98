using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Compression;

/// <summary>A message is bounded by what it inflates to, while it inflates.</summary>
public sealed class CompressedMessageLimitTests
{
    private const int Limit = 4096;

    [Fact]
    public void Message_of_just_the_limit_is_taken() => Assert.StartsWith(
        "binary 0000", Assert.Single(After(ClientFrame.Frame(0xC2, ClientDeflater.Once(new byte[Limit])))), StringComparison.Ordinal);

    [Fact]
    public void Message_that_inflates_to_one_byte_more_is_too_big__RFC6455_7_4_1() => Assert.Equal(
        ["violated message_too_big 1009"], After(ClientFrame.Frame(0xC2, ClientDeflater.Once(new byte[Limit + 1]))));

    [Fact]
    public void Fragments_count_together__RFC6455_7_4_1()
    {
        var payload = ClientDeflater.Once(new byte[Limit + 1]);

        Assert.Equal(
            ["violated message_too_big 1009"],
            After([.. ClientFrame.Frame(0x42, payload.AsSpan(0, 3)), .. ClientFrame.Frame(0x80, payload.AsSpan(3))]));
    }

    [Fact]
    public void Limit_counts_for_each_message_anew()
    {
        var frame = ClientFrame.Frame(0xC2, ClientDeflater.Once(new byte[Limit - 1]));

        Assert.Equal(3, After([.. frame, .. frame, .. frame]).Count(happened => happened.StartsWith("binary", StringComparison.Ordinal)));
    }

    [Fact]
    public void Bomb_is_refused_before_it_has_come_whole()
    {
        // A thousand to one: 100 MB in 100 KB, of which the first kilobyte is enough.
        var payload = ClientDeflater.Once(new byte[100_000_000]);
        var conversation = new CompressedConversation(maxMessageBytes: 1 << 20);

        conversation.Feed(ClientFrame.Frame(0xC2, payload).AsSpan(0, 2048));

        Assert.Equal(["violated message_too_big 1009"], conversation.Events);
    }

    [Fact]
    public void Bomb_costs_its_limit_and_not_its_size()
    {
        var frame = ClientFrame.Frame(0xC2, ClientDeflater.Once(new byte[100_000_000]));
        new CompressedConversation(maxMessageBytes: Limit).Feed(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();

        new CompressedConversation(maxMessageBytes: Limit).Feed(frame);

        // The test's own copy of the frame, the handshake and the words for what happened are in it too.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, frame.Length + (64 * 1024));
    }

    [Fact]
    public void Frame_that_announces_far_more_than_the_limit_is_refused_on_its_header() => Assert.Equal(
        ["violated message_too_big 1009"], After(ClientFrame.Header(0xC2, 1_000_000)));

    [Fact]
    public void Incompressible_message_of_the_limit_may_be_longer_on_the_wire()
    {
        var payload = new byte[Limit];
        new Random(7692).NextBytes(payload);
        var compressed = ClientDeflater.Once(payload);
        Assert.True(compressed.Length > Limit);

        Assert.Equal(["binary " + Convert.ToHexString(payload)], After(ClientFrame.Frame(0xC2, compressed)));
    }

    [Fact]
    public void Empty_blocks_without_end_are_refused()
    {
        // 00 00 00 FF FF is a whole block that holds nothing.
        byte[] block = [0x00, 0x00, 0x00, 0xFF, 0xFF];
        byte[] thousand = [.. Enumerable.Repeat(block, 1000).SelectMany(bytes => bytes)];

        Assert.Equal(
            ["violated message_too_big 1009"],
            After([.. ClientFrame.Frame(0x42, thousand), .. ClientFrame.Frame(0x00, thousand)]));
    }

    [Fact]
    public void Compressed_message_after_our_close_is_thrown_away_and_the_close_awaited()
    {
        var conversation = new CompressedConversation().Close();

        conversation.Feed([.. ClientFrame.Frame(0xC1, [0x07]), .. ClientFrame.Close(1000)]);

        Assert.Equal(["closed 1000"], conversation.Events);
    }

    [Fact]
    public void Close_within_a_compressed_message_throws_away_what_has_come()
    {
        var payload = ClientDeflater.Once("€uro");
        var conversation = new CompressedConversation().Feed(ClientFrame.Frame(0x41, payload.AsSpan(0, 3)));

        conversation.Close().Feed([.. ClientFrame.Frame(0x80, payload.AsSpan(3)), .. ClientFrame.Close(1000)]);

        Assert.Equal(["closed 1000"], conversation.Events);
    }

    [Fact]
    public void Session_without_a_violation_stays_open()
    {
        var conversation = new CompressedConversation().Feed(ClientFrame.Frame(0xC1, ClientDeflater.Once("Hello")));

        Assert.Equal(SessionState.Open, conversation.State);
    }

    private static IReadOnlyList<string> After(ReadOnlySpan<byte> bytes) =>
        new CompressedConversation(maxMessageBytes: Limit).Feed(bytes).Events;
}
