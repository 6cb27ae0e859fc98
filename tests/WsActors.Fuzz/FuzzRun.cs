using System.ComponentModel;
using System.Diagnostics;

namespace WsActors.Fuzz;

/// <summary>One look: AFL++ started on an instrumented copy, watched until its time is over, and its findings explained.</summary>
public sealed class FuzzRun(FuzzPlan plan, TextWriter log) : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("wsactors-fuzz-");

    /// <exception cref="FuzzerMissingException">AFL++ is not installed or does not run.</exception>
    public IReadOnlyList<Finding> Look()
    {
        var inputs = Path.Combine(_work.FullName, "in");
        SeedFile.CopyAll(plan.Corpus ?? Path.Combine(AppContext.BaseDirectory, "Corpus"), inputs);
        if (Replay.InChild(plan.Target, inputs, TimeSpan.FromSeconds(60) + plan.HangsAfter) is { } broken)
            return [new Finding("seed", broken, [])];

        var program = InstrumentedCopy.MakeIn(Path.Combine(_work.FullName, "target"));
        var fuzzers = new List<AflInstance>();
        try
        {
            for (var number = 0; number < plan.Jobs; number++)
                fuzzers.Add(Start(number, program));
            Watch(fuzzers);
            if (plan.Keep is { } folder)
                new CorpusReduction(plan.Target, program, _work.FullName, log).Keep(inputs, fuzzers.Select(fuzzer => fuzzer.Queue), folder);
            return [.. fuzzers.SelectMany(fuzzer => fuzzer.Findings).Select(Explain)];
        }
        finally
        {
            fuzzers.ForEach(fuzzer => fuzzer.Dispose());
        }
    }

    public void Dispose() => _work.Delete(recursive: true);

    private AflInstance Start(int number, string program)
    {
        try
        {
            return new AflInstance(plan, number, program, _work.FullName);
        }
        catch (Win32Exception)
        {
            throw new FuzzerMissingException("afl-fuzz is not on the PATH: apt-get install afl++");
        }
    }

    private void Watch(List<AflInstance> fuzzers)
    {
        var watch = Stopwatch.StartNew();
        AflProgress? told = null;
        while (fuzzers.Exists(fuzzer => !fuzzer.HasExited) && watch.Elapsed < plan.Time + StartTimeout)
        {
            fuzzers[0].Wait(TimeSpan.FromSeconds(1));
            if (plan.StopsAtFirst && fuzzers.Exists(fuzzer => fuzzer.Findings.Any()))
                break;
            if (fuzzers[0].Progress is not { } progress || progress.Seconds < (told?.Seconds ?? 0) + 5)
                continue;

            told = progress;
            log.WriteLine($"{progress}, {fuzzers.Sum(fuzzer => fuzzer.Findings.Count())} findings");
        }

        fuzzers.ForEach(fuzzer => fuzzer.ExpectItRuns());
        fuzzers.ForEach(fuzzer => fuzzer.Stop());
    }

    private Finding Explain((string Kind, string File) found) => new(
        found.Kind,
        Replay.InChild(plan.Target, found.File, plan.HangsAfter + TimeSpan.FromSeconds(10)) ?? "nothing goes wrong when it is replayed",
        File.ReadAllBytes(found.File));
}
