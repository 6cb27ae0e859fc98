using System.CommandLine;

namespace WsActors.Fuzz;

/// <summary>
/// <c>dotnet run -c Release --project tests/WsActors.Fuzz -- --time 60</c>: AFL++ looks for bytes that break the protocol.
/// Exit code 0 if it found none, 1 if it did, 2 if it could not look.
/// </summary>
internal static class Program
{
    private const int FoundNothing = 0;
    private const int FoundSomething = 1;
    private const int CouldNotLook = 2;

    public static int Main(string[] arguments)
    {
        var time = new Option<int>("--time") { Description = "Seconds to look for", DefaultValueFactory = _ => 60 };
        var jobs = new Option<int>("--jobs") { Description = "Processes that look, each on a core", DefaultValueFactory = _ => 1 };
        var seed = new Option<long?>("--seed") { Description = "Makes the fuzzer's choices repeatable; random by default" };
        var target = new Option<string>("--target") { Description = $"One of {string.Join(", ", FuzzTargets.Names)}", DefaultValueFactory = _ => FuzzTargets.Protocol };
        var corpus = new Option<string?>("--corpus") { Description = "A folder of inputs to begin with; the checked-in ones by default" };
        var keep = new Option<string?>("--keep") { Description = "A folder for the smallest set of inputs that reaches all that was reached" };
        var replay = new Option<string?>("--replay") { Description = "Feeds a file, or all of a folder, to the target, and does nothing else" };
        var underAfl = new Option<bool>(UnderAfl.Argument) { Hidden = true };
        var root = new RootCommand("Looks for bytes that make the protocol crash, hang or grow.") { time, jobs, seed, target, corpus, keep, replay, underAfl };
        root.SetAction(line =>
        {
            var name = line.GetValue(target)!;
            if (line.GetValue(underAfl))
                return UnderAfl.Run(name);
            if (line.GetValue(replay) is { } inputs)
                return Replay.Run(name, inputs);

            return Look(new FuzzPlan
            {
                Target = name,
                Time = TimeSpan.FromSeconds(line.GetValue(time)),
                Jobs = line.GetValue(jobs),
                Seed = line.GetValue(seed),
                Corpus = line.GetValue(corpus),
                Keep = line.GetValue(keep),
            });
        });
        return root.Parse(arguments).Invoke();
    }

    private static int Look(FuzzPlan plan)
    {
        try
        {
            using var run = new FuzzRun(plan, Console.Out);
            var findings = run.Look();
            foreach (var finding in findings)
                Console.Out.WriteLine(finding);
            Console.Out.WriteLine(findings.Count == 0 ? "nothing found" : $"{findings.Count} found");
            return findings.Count == 0 ? FoundNothing : FoundSomething;
        }
        catch (FuzzerMissingException missing)
        {
            Console.Error.WriteLine(missing.Message);
            return CouldNotLook;
        }
    }
}
