using System.Diagnostics.Metrics;
using Akka.Actor;
using BenchmarkDotNet.Attributes;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.FanOut;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Benchmarks.Actors;

/// <summary>
/// One publication, or several that are joined, told to 10,000 actors that do nothing but count them, until the last has:
/// what the mailboxes and the dispatcher cost for each subscriber.
/// </summary>
[MemoryDiagnoser]
public class FanOutBenchmarks : IDisposable
{
    private const int Subscribers = 10_000;

    private readonly CountdownEvent _left = new(Subscribers);
    private readonly Meter _meter = new(ServerTelemetry.MeterName);
    private readonly TopicName _topic = TopicName.Parse("news");
    private readonly byte[] _frame = FrameWriter.Frame(Opcode.Text, new byte[128]);
    private ActorSystem _system = null!;
    private FanOutGroup _group = null!;

    [Params(1, 16)]
    public int Joined { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _group = new FanOutGroup(new ClientEncoding(PlainProtocol.Instance, WebSocketCarrier.Instance), compression: null, new ServerTelemetry(_meter));
        _system = ActorSystem.Create("benchmark", "akka.loglevel = WARNING");
        var props = Props.Create(() => new Counting(_left));
        for (var i = 0; i < Subscribers; i++)
            _group.Add(_system.ActorOf(props));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _system.Terminate().Wait();
        _system.Dispose();
        _left.Dispose();
        _meter.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Subscribers)]
    public void TellAll()
    {
        _left.Reset();
        for (var i = 0; i < Joined; i++)
            _group.Join(_frame);
        _group.TellJoined(_topic, TimeSpan.Zero, droppable: null, ActorRefs.Nobody);
        _left.Wait();
    }

    private sealed class Counting(CountdownEvent left) : UntypedActor
    {
        protected override void OnReceive(object message) => left.Signal();
    }
}
