using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WsActors.LoadTest.Network;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>The clients of one node, as a process that runs <see cref="CrowdCommand"/>.</summary>
internal sealed class Crowd : IDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    public Crowd(string url, int connections, int first, int groups, uint run)
    {
        string[] arguments = ["cluster", "crowd", "--url", url, "--connections", N(connections), "--first", N(first), "--groups", N(groups), "--run", N(run)];
        var start = new ProcessStartInfo(Environment.ProcessPath!, IsDotnet ? [typeof(Crowd).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Asks for a report of its clients.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    public async Task<CrowdReport> ReportAsync()
    {
        await TellAsync(CrowdCommand.Report);
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(LongestAnswer);
        return line is null ? throw new IOException("a process of clients has ended") : JsonSerializer.Deserialize<CrowdReport>(line)!;
    }

    /// <summary>Connects no more clients.</summary>
    public Task HaltAsync() => TellAsync(CrowdCommand.Halt);

    public void Dispose()
    {
        if (!_process.HasExited)
            _ = LinuxCalls.Kill(_process.Id, LinuxCalls.SigKill);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static bool IsDotnet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    private async Task TellAsync(string order)
    {
        await _process.StandardInput.WriteLineAsync(order);
        await _process.StandardInput.FlushAsync();
    }

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}
