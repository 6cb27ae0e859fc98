using System.Globalization;

namespace WsActors.LoadTest.Server;

/// <summary>The most resident memory that a process has had, as the kernel counts it: a sample each second would miss the peak.</summary>
internal static class PeakMemory
{
    /// <summary>Begins to count anew, proc(5): 5 written to <c>clear_refs</c>.</summary>
    public static void Reset(int processId) => File.WriteAllText($"/proc/{processId}/clear_refs", "5");

    public static long? Read(int processId) => Parse(File.ReadAllText($"/proc/{processId}/status"));

    /// <summary>VmHWM of <c>/proc/PID/status</c>.</summary>
    internal static long? Parse(string status)
    {
        var line = status.Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = line?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return kilobytes is null ? null : long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
