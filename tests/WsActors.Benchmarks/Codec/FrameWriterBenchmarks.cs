using System.Buffers;
using BenchmarkDotNet.Attributes;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Benchmarks.Codec;

/// <summary>Frames out: a new array to be shared, and appended to a buffer that is there.</summary>
[MemoryDiagnoser]
public class FrameWriterBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(256 * 1024);
    private byte[] _payload = [];

    [Params(20, 1024, 100_000)]
    public int PayloadBytes { get; set; }

    [GlobalSetup]
    public void Prepare() => _payload = new byte[PayloadBytes];

    [Benchmark]
    public byte[] ToNewArray() => FrameWriter.Frame(Opcode.Text, _payload);

    [Benchmark]
    public int ToBuffer()
    {
        _output.ResetWrittenCount();
        FrameWriter.Write(_output, Opcode.Text, _payload);
        return _output.WrittenCount;
    }
}
