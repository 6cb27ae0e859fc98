using System.Text;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Tests.Compression;

public sealed class FrameCompressionTests
{
    private static readonly byte[] Feed = Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 100).Select(i => $"{{\"price\":{i}}}")));

    private static readonly IFrameCompression Default = For(new DeflateAgreement());

    [Fact]
    public void Compressed_frame_has_RSV1_FIN_and_its_opcode__RFC7692_6_1() =>
        Assert.Equal(0xC1, Default.Compress(FrameWriter.Frame(Opcode.Text, Feed))[0]);

    [Fact]
    public void Compressed_frame_is_shorter() =>
        Assert.True(Default.Compress(FrameWriter.Frame(Opcode.Text, Feed)).Length < Feed.Length / 2);

    [Fact]
    public void Tail_of_the_flush_is_removed__RFC7692_7_2_1()
    {
        var payload = FrameWriter.PayloadOf(Default.Compress(FrameWriter.Frame(Opcode.Text, Feed)), out _);

        Assert.False(payload.EndsWith(new byte[] { 0x00, 0x00, 0xFF, 0xFF }));
    }

    [Fact]
    public void Payload_below_the_threshold_goes_out_as_it_is()
    {
        var frame = FrameWriter.Frame(Opcode.Text, Feed.AsSpan(0, 99));

        Assert.Same(frame, For(new DeflateAgreement(), minBytes: 100).Compress(frame));
    }

    [Fact]
    public void Payload_of_the_threshold_is_compressed()
    {
        var frame = FrameWriter.Frame(Opcode.Text, Feed.AsSpan(0, 100));

        Assert.NotSame(frame, For(new DeflateAgreement(), minBytes: 100).Compress(frame));
    }

    [Fact]
    public void Payload_that_would_get_longer_goes_out_as_it_is()
    {
        var noise = new byte[1000];
        new Random(7692).NextBytes(noise);
        var frame = FrameWriter.Frame(Opcode.Binary, noise);

        Assert.Same(frame, Default.Compress(frame));
    }

    [Fact]
    public void Empty_payload_goes_out_as_it_is()
    {
        var frame = FrameWriter.Frame(Opcode.Binary, []);

        Assert.Same(frame, For(new DeflateAgreement(), minBytes: 0).Compress(frame));
    }

    [Theory]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void Frames_of_every_header_length_are_understood(int length)
    {
        var payload = new byte[length];
        var compressed = FrameWriter.PayloadOf(Default.Compress(FrameWriter.Frame(Opcode.Binary, payload)), out var opcode);

        Assert.Equal(Opcode.Binary, opcode);
        Assert.Equal(payload, Inflate(new Inflater(15), compressed));
    }

    [Fact]
    public void Connections_with_the_same_window_share_one_instance()
    {
        var compressions = new FrameCompressions(DeflateLevel.Optimal, 0);

        Assert.Same(
            compressions.For(new DeflateAgreement { ServerMaxWindowBits = 15, ClientMaxWindowBits = 9 }),
            compressions.For(new DeflateAgreement()));
    }

    [Fact]
    public void Connections_with_different_windows_do_not() => Assert.NotSame(
        For(new DeflateAgreement { ServerMaxWindowBits = 9 }), For(new DeflateAgreement { ServerMaxWindowBits = 10 }));

    [Fact]
    public void Whatever_windows_clients_ask_for_a_message_is_compressed_for_four_at_most()
    {
        var compressions = new FrameCompressions(DeflateLevel.Optimal, 0);
        var agreements = Enumerable.Range(8, 8).Select(bits => DeflateNegotiation.Negotiate(
            [new ExtensionOffer("permessage-deflate", [new ExtensionParameter("server_max_window_bits", $"{bits}")])], false, false)!);

        Assert.Equal(4, agreements.Select(compressions.For).Distinct().Count());
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void A_message_larger_than_a_small_window_goes_out_as_it_is_because_its_pieces_cost_too_much(int bits)
    {
        var compression = For(new DeflateAgreement { ServerMaxWindowBits = bits });
        var (fits, exceeds) = (FrameWriter.Frame(Opcode.Binary, new byte[1 << bits]), FrameWriter.Frame(Opcode.Binary, new byte[(1 << bits) + 1]));

        Assert.NotSame(fits, compression.Compress(fits));
        Assert.Same(exceeds, compression.Compress(exceeds));
    }

    [Fact]
    public void A_message_larger_than_a_window_of_4_KB_is_compressed_in_pieces()
    {
        var frame = FrameWriter.Frame(Opcode.Binary, new byte[64 * 1024]);

        Assert.True(For(new DeflateAgreement { ServerMaxWindowBits = 12 }).Compress(frame).Length < 1024);
    }

    [Fact]
    public void Kept_context_belongs_to_one_connection() => Assert.False(For(new DeflateAgreement { ServerKeepsContext = true }).IsShared);

    [Fact]
    public void Kept_context_makes_the_second_message_much_shorter__RFC7692_7_2_3_2()
    {
        var kept = For(new DeflateAgreement { ServerKeepsContext = true });
        using var disposed = (IDisposable)kept;
        var frame = FrameWriter.Frame(Opcode.Text, Feed);
        var first = kept.Compress(frame).Length;

        Assert.True(kept.Compress(frame).Length < first / 4);
    }

    [Fact]
    public void Under_a_kept_context_noise_is_sent_compressed_so_that_the_windows_stay_equal()
    {
        var kept = For(new DeflateAgreement { ServerKeepsContext = true });
        using var disposed = (IDisposable)kept;
        var noise = new byte[1000];
        new Random(7692).NextBytes(noise);
        var inflater = new Inflater(15);

        foreach (var payload in new[] { Feed, noise, Feed, noise })
            Assert.Equal(payload, Inflate(inflater, FrameWriter.PayloadOf(kept.Compress(FrameWriter.Frame(Opcode.Binary, payload)), out _)));
    }

    private static IFrameCompression For(DeflateAgreement agreement, int minBytes = 64) =>
        new FrameCompressions(DeflateLevel.Optimal, minBytes).For(agreement);

    private static byte[] Inflate(Inflater inflater, ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> stream = [.. payload, 0x00, 0x00, 0xFF, 0xFF];
        var all = new List<byte>();
        while (inflater.Advance(ref stream, out var output) == InflateStatus.Inflated)
            all.AddRange(output);
        return [.. all];
    }
}
