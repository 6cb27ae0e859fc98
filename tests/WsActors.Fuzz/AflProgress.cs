using System.Globalization;

namespace WsActors.Fuzz;

/// <summary>How far a fuzzer has come.</summary>
/// <param name="Seconds">Since its start.</param>
/// <param name="Inputs">Those that reached something new, the first ones included.</param>
/// <param name="Executions">Inputs that were tried.</param>
/// <param name="Edges">Ways from one branch to the next that were taken.</param>
internal sealed record AflProgress(int Seconds, int Inputs, long Executions, int Edges)
{
    /// <summary>The last line of AFL's plot_data: a line every five seconds, its columns named in the first.</summary>
    public static AflProgress? LastOf(string file)
    {
        string[] lines = File.Exists(file) ? ReadWhileWritten(file) : [];
        if (lines.Length < 2)
            return null;

        var names = Columns(lines[0].TrimStart('#'));
        var values = Columns(lines[^1]);
        return values.Length < names.Length
            ? null
            : new((int)Named("relative_time"), (int)Named("corpus_count"), Named("total_execs"), (int)Named("edges_found"));

        long Named(string name) => long.Parse(values[Array.IndexOf(names, name)], CultureInfo.InvariantCulture);
    }

    public override string ToString() =>
        $"{Seconds} s: {Executions} executions, {Executions / Math.Max(1, Seconds)}/s, {Inputs} inputs, {Edges} edges";

    private static string[] Columns(string line) => line.Split(',', StringSplitOptions.TrimEntries);

    private static string[] ReadWhileWritten(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
