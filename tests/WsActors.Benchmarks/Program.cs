using BenchmarkDotNet.Running;
using WsActors.Benchmarks.Codec;

BenchmarkSwitcher.FromAssembly(typeof(SessionBenchmarks).Assembly).Run(args);
