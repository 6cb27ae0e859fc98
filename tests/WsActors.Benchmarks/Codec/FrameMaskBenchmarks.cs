using BenchmarkDotNet.Attributes;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Benchmarks.Codec;

/// <summary>Unmasking alone, against one byte at a time and a copy of as many bytes.</summary>
[MemoryDiagnoser]
public class FrameMaskBenchmarks
{
    private const uint Key = 0x3D21FA37;

    private byte[] _payload = [];
    private byte[] _copy = [];

    [Params(8, 20, 125, 1024, 16 * 1024)]
    public int PayloadBytes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _payload = new byte[PayloadBytes];
        _copy = new byte[PayloadBytes];
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _payload.AsSpan().CopyTo(_copy);

    [Benchmark]
    public void FrameMaskApply() => FrameMask.Apply(_payload, Key, offset: 1);

    [Benchmark]
    public void ByteByByte()
    {
        for (var i = 0; i < _payload.Length; i++)
            _payload[i] ^= (byte)(Key >> ((i + 1) % 4 * 8));
    }
}
