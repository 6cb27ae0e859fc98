using System.Buffers;
using System.IO.Compression;
using CsCheck;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Compression;

/// <summary>What holds for every payload, every compressor and every cut of the stream.</summary>
public sealed class InflaterProperties
{
    /// <summary>Bytes that compress well, badly and not at all, longer than a window now and then.</summary>
    private static readonly Gen<byte[]> Payloads = Gen.OneOf(
        Gen.Byte.Array[0, 2000],
        Gen.Byte[0, 3].Array[0, 5000],
        Gen.Select(Gen.Byte.Array[1, 300], Gen.Int[1, 400], (unit, times) => Enumerable.Repeat(unit, times).SelectMany(bytes => bytes).ToArray()));

    private static readonly Gen<CompressionLevel> Levels = Gen.Enum<CompressionLevel>();

    [Fact]
    public void Inflates_what_the_framework_deflates() => Gen.Select(Payloads, Levels).Sample(
        (payload, level) => payload.AsSpan().SequenceEqual(Inflate(Deflate(payload, level))), iter: 200);

    [Fact]
    public void Any_cut_of_the_stream_inflates_to_the_same() => Gen.Select(Payloads, Levels, Gen.Int[1, 50]).Sample(
        (payload, level, pieceLength) => payload.AsSpan().SequenceEqual(Inflate(Deflate(payload, level), pieceLength)), iter: 100);

    [Fact]
    public void Smallest_window_that_was_agreed_on_is_enough_to_inflate() => Gen.Select(Payloads, Gen.Int[8, 15]).Sample(
        (payload, bits) =>
        {
            var agreement = new DeflateAgreement { ServerMaxWindowBits = bits };
            var frame = new FrameCompressions(DeflateLevel.Optimal, 0).For(agreement).Compress(FrameOf(payload));

            // A frame that did not get smaller is not compressed, and proves nothing.
            return (frame[0] & 0x40) == 0 || payload.AsSpan().SequenceEqual(Inflate(PayloadOf(frame), windowBits: bits));
        },
        iter: 200);

    [Fact]
    public void Kept_context_inflates_message_by_message() => Payloads.Array[1, 6].Sample(
        payloads =>
        {
            using var client = new ClientDeflater();
            var inflater = new Inflater(15);
            foreach (var payload in payloads)
                Assert.Equal(payload, Inflate([.. client.Deflate(payload), 0x00, 0x00, 0xFF, 0xFF], inflater, int.MaxValue));
        },
        iter: 100);

    [Fact]
    public void Any_bytes_are_inflated_or_refused_and_never_throw() => Gen.Byte.Array[0, 400].Sample(
        bytes => Inflate(bytes).Length <= bytes.Length * 1032, iter: Effort.Rounds(2000));

    [Fact]
    public void Any_bit_that_is_changed_on_the_way_never_throws() => Gen.Select(Payloads, Gen.Int[0, int.MaxValue], Gen.Int[0, 7]).Sample(
        (payload, position, bit) =>
        {
            var stream = Deflate(payload, CompressionLevel.Optimal);
            stream[position % stream.Length] ^= (byte)(1 << bit);
            Inflate(stream);
        },
        iter: Effort.Rounds(1000));

    [Fact]
    public void One_step_yields_a_window_at_most()
    {
        var inflater = new Inflater(15);
        ReadOnlySpan<byte> bomb = Deflate(new byte[10_000_000], CompressionLevel.Optimal);

        inflater.Advance(ref bomb, out var output);

        Assert.InRange(output.Length, 1, 32 * 1024);
    }

    private static byte[] Deflate(byte[] payload, CompressionLevel level)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, level, leaveOpen: true))
            deflate.Write(payload);
        return output.Length == 0 ? [0x03, 0x00] : output.ToArray();
    }

    private static byte[] Inflate(ReadOnlySpan<byte> stream, int pieceLength = int.MaxValue, int windowBits = 15) =>
        Inflate(stream, new Inflater(windowBits), pieceLength);

    private static byte[] Inflate(ReadOnlySpan<byte> stream, Inflater inflater, int pieceLength)
    {
        var all = new ArrayBufferWriter<byte>();
        while (!stream.IsEmpty)
        {
            var piece = stream[..Math.Min(pieceLength, stream.Length)];
            stream = stream[piece.Length..];
            InflateStatus status;
            while ((status = inflater.Advance(ref piece, out var output)) == InflateStatus.Inflated)
                all.Write(output);
            if (status == InflateStatus.Corrupt)
                break;

            Assert.True(piece.IsEmpty);
        }

        return all.WrittenSpan.ToArray();
    }

    private static byte[] FrameOf(byte[] payload) => FrameWriter.Frame(Opcode.Binary, payload);

    private static byte[] PayloadOf(byte[] frame) => [.. FrameWriter.PayloadOf(frame, out _), 0x00, 0x00, 0xFF, 0xFF];
}
