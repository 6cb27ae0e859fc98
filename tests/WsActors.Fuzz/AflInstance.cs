using System.Diagnostics;
using System.Globalization;

namespace WsActors.Fuzz;

/// <summary>One afl-fuzz process and the folder that it writes to.</summary>
internal sealed class AflInstance : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly Queue<string> _lastLines = new();

    /// <param name="plan">What to do.</param>
    /// <param name="number">Its number among all jobs.</param>
    /// <param name="program">The instrumented program.</param>
    /// <param name="work">The folder with the inputs <c>in</c> and the results <c>out</c>.</param>
    public AflInstance(FuzzPlan plan, int number, string program, string work)
    {
        var name = $"job{number}";
        _folder = Path.Combine(work, "out", name);
        var start = new ProcessStartInfo("afl-fuzz") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in Arguments(plan, name, number, program, work))
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in Environment(plan))
            start.Environment[key] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The files of the inputs that crashed or hung.</summary>
    public IEnumerable<(string Kind, string File)> Findings =>
        FilesIn("crashes").Select(file => ("crash", file)).Concat(FilesIn("hangs").Select(file => ("hang", file)));

    /// <summary>The folder of the inputs that reached new code.</summary>
    public string Queue => Path.Combine(_folder, "queue");

    /// <summary>How far it has come; null until it has said so for the first time.</summary>
    public AflProgress? Progress => AflProgress.LastOf(Path.Combine(_folder, "plot_data"));

    /// <summary>Waits for its end, but not longer than that.</summary>
    public void Wait(TimeSpan timeout) => _process.WaitForExit(timeout);

    /// <summary>Ends it.</summary>
    public void Stop()
    {
        if (!HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <exception cref="FuzzerMissingException">It ended by itself without having fuzzed.</exception>
    public void ExpectItRuns()
    {
        if (HasExited && _process.ExitCode != 0 && !Findings.Any())
            throw new FuzzerMissingException($"afl-fuzz ended with {_process.ExitCode}:\n{LastLines()}");
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }

    private static IEnumerable<string> Arguments(FuzzPlan plan, string name, int number, string program, string work)
    {
        string[] seed = plan.Seed is { } chosen ? ["-s", Text(chosen + number)] : [];
        return
        [
            "-i", Path.Combine(work, "in"), "-o", Path.Combine(work, "out"), number == 0 && plan.Jobs > 1 ? "-M" : "-S", name,
            "-x", Path.Combine(Path.GetDirectoryName(program)!, "tokens.dict"), "-G", Text(plan.MaxInputBytes),
            "-t", Text((long)plan.HangsAfter.TotalMilliseconds), "-V", Text((long)plan.Time.TotalSeconds), .. seed,
            "--", OwnProgram.Dotnet, program, "--target", plan.Target, UnderAfl.Argument,
        ];
    }

    // The program is no binary of AFL's compilers, and takes a moment to start; CI's cores are what they are. The limit of
    // the heap makes a crash of what is kept for ever.
    private static IEnumerable<(string Key, string Value)> Environment(FuzzPlan plan) =>
    [
        ("AFL_SKIP_BIN_CHECK", "1"), ("AFL_NO_UI", "1"), ("AFL_NO_AFFINITY", "1"), ("AFL_SKIP_CPUFREQ", "1"),
        ("AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES", "1"), ("AFL_FORKSRV_INIT_TMOUT", "60000"),
        ("AFL_HANG_TMOUT", Text((long)plan.HangsAfter.TotalMilliseconds)), ("DOTNET_GCHeapHardLimit", "0x20000000"),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<string> FilesIn(string kind)
    {
        var folder = Path.Combine(_folder, kind);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "id*").Order(StringComparer.Ordinal) : [];
    }

    private void Remember(string? line)
    {
        lock (_lastLines)
        {
            if (!string.IsNullOrWhiteSpace(line))
                _lastLines.Enqueue(line);
            if (_lastLines.Count > 20)
                _lastLines.Dequeue();
        }
    }

    private string LastLines()
    {
        lock (_lastLines)
            return string.Join('\n', _lastLines);
    }
}
