using System.Diagnostics;

namespace WsActors.Fuzz;

/// <summary>Chooses, by afl-cmin, the smallest set of inputs that reaches all the code that all of them reach, once or often.</summary>
internal sealed class CorpusReduction(string target, string program, string work, TextWriter log)
{
    public void Keep(string seeds, IEnumerable<string> queues, string folder)
    {
        var all = Path.Combine(work, "all");
        foreach (var (source, number) in queues.Prepend(seeds).Select((source, number) => (source, number)))
        {
            Directory.CreateDirectory(all);
            foreach (var file in Directory.EnumerateFiles(source))
                File.Copy(file, Path.Combine(all, $"{number}-{Path.GetFileName(file)}"));
        }

        var reduced = Path.Combine(work, "reduced");
        var start = new ProcessStartInfo(
            "afl-cmin", ["-e", "-i", all, "-o", reduced, "-t", "10000", "--", OwnProgram.Dotnet, program, "--target", target, UnderAfl.Argument]);
        start.RedirectStandardOutput = true;
        start.Environment["AFL_ALLOW_TMP"] = "1";
        start.Environment["AFL_SKIP_BIN_CHECK"] = "1";
        start.Environment["AFL_FORKSRV_INIT_TMOUT"] = "60000";
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new FuzzerMissingException($"afl-cmin ended with {process.ExitCode}:\n{said}");

        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(reduced))
            File.Copy(file, Path.Combine(folder, NameOf(file)), overwrite: true);
        log.WriteLine($"{Directory.GetFiles(folder).Length} of {Directory.GetFiles(all).Length} inputs kept");
    }

    // A name by content: the same input keeps its name from one run to the next.
    private static string NameOf(string file) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))[..12];
}
