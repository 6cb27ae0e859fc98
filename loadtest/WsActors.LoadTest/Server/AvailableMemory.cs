using System.Globalization;

namespace WsActors.LoadTest.Server;

/// <summary>The memory that the machine has left.</summary>
internal static class AvailableMemory
{
    public static long Read() => Parse(File.ReadAllText("/proc/meminfo"));

    /// <summary>MemAvailable of <c>/proc/meminfo</c>, in bytes.</summary>
    internal static long Parse(string text)
    {
        var line = text.Split('\n').First(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
