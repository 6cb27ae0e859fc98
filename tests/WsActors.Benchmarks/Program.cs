using BenchmarkDotNet.Running;
using WsActors.Benchmarks.Codec;

if (args is ["processor-time"])
    ProcessorTime.CompareSessions();
else
    BenchmarkSwitcher.FromAssembly(typeof(SessionBenchmarks).Assembly).Run(args);
