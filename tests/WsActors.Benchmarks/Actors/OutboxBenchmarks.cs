using BenchmarkDotNet.Attributes;
using WsActors.Actors.Connections.Writing;

namespace WsActors.Benchmarks.Actors;

/// <summary>Frames through one outbox: one that leaves at once, and several that leave joined in one send.</summary>
[MemoryDiagnoser]
public class OutboxBenchmarks
{
    private const int Limit = 1024 * 1024;

    private readonly byte[] _frame = new byte[130];
    private Outbox _outbox;

    [Benchmark(Baseline = true)]
    public int One() => Pass(1);

    [Benchmark(OperationsPerInvoke = 4)]
    public int FourJoined() => Pass(4);

    [Benchmark(OperationsPerInvoke = 16)]
    public int SixteenJoined() => Pass(16);

    private int Pass(int frames)
    {
        for (var i = 0; i < frames; i++)
            _outbox.TryAdd(_frame, Limit);

        var sent = 0;
        while (_outbox.TryStartSend(out var bytes))
        {
            sent += bytes.Length;
            _outbox.Sent();
        }

        return sent;
    }
}
