using System.Globalization;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Server;

/// <summary>A process of this machine, by <c>/proc</c>.</summary>
internal sealed class ProcessProbe : IServerProbe
{
    // USER_HZ, which proc(5) counts in, is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly string _folder;

    /// <exception cref="UsageException">There is no such process.</exception>
    public ProcessProbe(int processId)
    {
        _folder = $"/proc/{processId}";
        if (!Directory.Exists(_folder))
            throw new UsageException($"--server-pid is {processId}: there is no such process");
    }

    public string Source => "/proc";

    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    public Task<ServerFigures?> ReadAsync()
    {
        try
        {
            var status = File.ReadAllText($"{_folder}/status");
            var stat = File.ReadAllText($"{_folder}/stat");
            return Task.FromResult<ServerFigures?>(new ServerFigures(ResidentBytes(status), CpuSeconds(stat)));
        }
        catch (IOException)
        {
            // It has ended.
            return Task.FromResult<ServerFigures?>(null);
        }
    }

    /// <summary>VmRSS of <c>/proc/PID/status</c>.</summary>
    internal static long ResidentBytes(string status)
    {
        var line = status.Split('\n').FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = line?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return kilobytes is null ? 0 : long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>utime and stime of <c>/proc/PID/stat</c>. The name before them may hold blanks and brackets.</summary>
    internal static double CpuSeconds(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
