using System.IO.Compression;
using System.Text;
using BenchmarkDotNet.Attributes;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Benchmarks;

/// <summary>
/// What a publication costs before it is handed to the sockets: as it is, compressed once for all, compressed for each
/// subscriber under its own context. And what a client's message costs to inflate, by our inflater and the framework's.
/// </summary>
[MemoryDiagnoser]
public class CompressionBenchmarks
{
    private readonly byte[][] _frames = [.. Enumerable.Range(0, 64).Select(Frame)];
    private readonly byte[] _output = new byte[64 * 1024];
    private readonly Inflater _inflater = new(15);
    private IFrameCompression _shared = null!;
    private IFrameCompression _small = null!;
    private IFrameCompression[] _kept = [];
    private byte[] _compressed = [];
    private int _next;

    [Params(DeflateLevel.Fastest, DeflateLevel.Optimal)]
    public DeflateLevel Level { get; set; }

    [Params(1000)]
    public int Subscribers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var compressions = new FrameCompressions(Level, minBytes: 256);
        _shared = compressions.For(new DeflateAgreement());
        _small = compressions.For(new DeflateAgreement { ServerMaxWindowBits = 9 });
        _kept = [.. Enumerable.Range(0, Subscribers).Select(_ => compressions.For(new DeflateAgreement { ServerKeepsContext = true }))];
        _compressed = [.. FrameWriter.PayloadOf(_shared.Compress(_frames[0]), out _), 0x00, 0x00, 0xFF, 0xFF];
        Console.WriteLine($"// bytes of a frame: {_frames[0].Length} as it is, {_shared.Compress(_frames[0]).Length} compressed, "
            + $"{_small.Compress(_frames[0]).Length} in a window of 512, {SteadySize(_kept[0])} under a kept context");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var kept in _kept)
            ((IDisposable)kept).Dispose();
    }

    /// <summary>Copies the frame into every subscriber's send buffer: what joining does when several frames wait.</summary>
    [Benchmark(Baseline = true)]
    public int NotCompressed() => CopyToAll(Next());

    [Benchmark]
    public int CompressedOnce() => CopyToAll(_shared.Compress(Next()));

    [Benchmark]
    public int CompressedOnceInAWindowOf512() => CopyToAll(_small.Compress(Next()));

    [Benchmark]
    public int CompressedForEach()
    {
        var frame = Next();
        var bytes = 0;
        foreach (var kept in _kept)
            bytes += Copy(kept.Compress(frame));
        return bytes;
    }

    [Benchmark]
    public int InflateOurs()
    {
        ReadOnlySpan<byte> input = _compressed;
        var bytes = 0;
        _inflater.Reset();
        while (_inflater.Advance(ref input, out var output) == InflateStatus.Inflated)
            bytes += output.Length;
        return bytes;
    }

    [Benchmark]
    public int InflateFrameworks()
    {
        using var inflate = new DeflateStream(new MemoryStream(_compressed), CompressionMode.Decompress);
        var bytes = 0;
        while (inflate.Read(_output) is > 0 and var read)
            bytes += read;
        return bytes;
    }

    private int SteadySize(IFrameCompression kept) => _frames.Select(frame => kept.Compress(frame).Length).Last();

    private byte[] Next() => _frames[_next++ % _frames.Length];

    private int CopyToAll(byte[] frame)
    {
        var bytes = 0;
        for (var i = 0; i < Subscribers; i++)
            bytes += Copy(frame);
        return bytes;
    }

    private int Copy(byte[] frame)
    {
        frame.CopyTo(_output, 0);
        return frame.Length;
    }

    // A price feed: names that repeat, numbers that do not.
    private static byte[] Frame(int seed)
    {
        var random = new Random(seed);
        var json = new StringBuilder("{\"type\":\"message\",\"topic\":\"prices\",\"data\":[");
        while (json.Length < 1000)
        {
            json.Append("{\"symbol\":\"S").Append(random.Next(1000)).Append("\",\"bid\":").Append(random.Next(10_000) / 100.0)
                .Append(",\"ask\":").Append(random.Next(10_000) / 100.0).Append("},");
        }

        return FrameWriter.Frame(Opcode.Text, Encoding.UTF8.GetBytes(json.Append("{}]}").ToString()));
    }
}
