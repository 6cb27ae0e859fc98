using System.Diagnostics;

namespace WsActors.Fuzz;

/// <summary>Feeds inputs to a target without any instrumentation, to learn what is wrong with them.</summary>
internal static class Replay
{
    /// <summary>Exit code 1 where an input breaks an invariant; what and which is on standard error.</summary>
    public static int Run(string target, string inputs)
    {
        var feed = FuzzTargets.Named(target);
        foreach (var file in SeedFile.In(inputs))
        {
            try
            {
                feed(SeedFile.Read(file));
            }
            catch (Exception broken)
            {
                Console.Error.WriteLine($"{broken.GetType().Name}: {broken.Message} ({file})");
                Console.Error.WriteLine(broken.StackTrace);
                return 1;
            }
        }

        return 0;
    }

    /// <summary>The same in a process of its own, which may hang or die; null if nothing is wrong.</summary>
    public static string? InChild(string target, string inputs, TimeSpan limit)
    {
        var start = OwnProgram.Start("--target", target, "--replay", inputs);
        start.RedirectStandardError = true;
        using var child = Process.Start(start)!;
        var said = child.StandardError.ReadToEndAsync();
        if (!child.WaitForExit(limit))
        {
            child.Kill(entireProcessTree: true);
            return $"not done after {limit.TotalSeconds:0} s";
        }

        return child.ExitCode == 0 ? null : said.Result.Trim();
    }
}
