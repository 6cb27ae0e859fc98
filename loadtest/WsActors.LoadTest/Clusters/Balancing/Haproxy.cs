using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clusters.Balancing;

/// <summary>HAProxy in front of the nodes of a cluster, as a process.</summary>
internal sealed class Haproxy : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;

    private Haproxy(Process process, string url) => (_process, Url) = (process, url);

    /// <summary>The address to which clients connect.</summary>
    public string Url { get; }

    /// <summary>Starts it.</summary>
    /// <param name="folder">The folder for its configuration and its log.</param>
    /// <param name="port">Its port on 127.0.0.1.</param>
    /// <param name="nodes">The nodes, as <see cref="HaproxyConfiguration.Write"/> takes them.</param>
    /// <exception cref="UsageException">It is not installed, or does not start.</exception>
    public static async Task<Haproxy> StartAsync(string folder, int port, IEnumerable<(string Address, int Port, int AdminPort)> nodes)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var (file, log) = (Path.Combine(folder, "haproxy.cfg"), Path.Combine(folder, "haproxy.log"));
        await File.WriteAllTextAsync(file, HaproxyConfiguration.Write(address, nodes));

        // The shell replaces itself by HAProxy, so that the id is HAProxy's.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec haproxy -db -f \"$0\" > \"$1\" 2>&1", file, log]) { RedirectStandardInput = true };
        var proxy = new Haproxy(Process.Start(start)!, $"ws://{address}");
        var begun = Stopwatch.GetTimestamp();
        while (!await AcceptsAsync(port))
        {
            if (proxy._process.HasExited || Stopwatch.GetElapsedTime(begun) > LongestStart)
            {
                await proxy.DisposeAsync();
                throw new UsageException($"HAProxy does not start (is it installed?); see {log}");
            }

            await Task.Delay(Step);
        }

        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _ = LinuxCalls.Kill(_process.Id, LinuxCalls.SigKill);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
