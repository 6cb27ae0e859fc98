namespace WsActors.AspNetCore.Options;

/// <summary>Reads how many files this process may open; each connection is one.</summary>
internal static class OpenFiles
{
    private const string LimitsOfThisProcess = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>
    /// Returns the soft limit, which the runtime raises to the hard limit at its start; null if it is unknown or unlimited.
    /// </summary>
    public static int? Limit() =>
        File.Exists(LimitsOfThisProcess) ? SoftLimit(File.ReadLines(LimitsOfThisProcess)) : null;

    /// <summary>Reads proc_pid_limits(5): a row has a name, the soft limit, the hard limit and the unit.</summary>
    internal static int? SoftLimit(IEnumerable<string> rows)
    {
        var row = rows.FirstOrDefault(row => row.StartsWith(Row, StringComparison.Ordinal));
        var columns = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns is [var soft, ..] && long.TryParse(soft, out var limit) ? (int)Math.Min(limit, int.MaxValue) : null;
    }
}
