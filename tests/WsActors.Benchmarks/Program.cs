using System.Globalization;
using BenchmarkDotNet.Running;
using WsActors.Benchmarks.Clients;
using WsActors.Benchmarks.Codec;
using WsActors.Benchmarks.Floor;
using WsActors.Benchmarks.Million;
using WsActors.Benchmarks.Publishing;

switch (args)
{
    case ["processor-time"]: ProcessorTime.CompareSessions(); break;
    case ["million"]: MillionRun.Measure(1_000_000); break;
    case ["million", var connections]: MillionRun.Measure(int.Parse(connections, CultureInfo.InvariantCulture)); break;
    case ["actor-floor"]: ActorFloor.Measure(10_000, 100); break;
    case ["client"]: await ClientRun.MeasureAsync(perSecond: 50_000, seconds: 10); break;
    case ["client", var perSecond]: await ClientRun.MeasureAsync(int.Parse(perSecond, CultureInfo.InvariantCulture), seconds: 10); break;
    case ["client-topics"]: await ClientTopicsRun.MeasureAsync(1000); break;
    case ["publish", .. var settings]: await PublishRun.MeasureAsync(settings); break;
    default: BenchmarkSwitcher.FromAssembly(typeof(SessionBenchmarks).Assembly).Run(args); break;
}
