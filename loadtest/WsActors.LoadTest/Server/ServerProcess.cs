using System.Diagnostics;
using System.Text.RegularExpressions;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Server;

/// <summary>
/// A server that this tool starts, restarts and ends. It is found by the two lines of its log that name its addresses, and
/// keeps these addresses when it is restarted.
/// </summary>
internal sealed partial class ServerProcess : IServerProbe, IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly string _command;
    private readonly Queue<string> _lastLines = new();
    private volatile Process _process = null!;
    private TaskCompletionSource _listens = null!;
    private Uri? _push;
    private Uri? _admin;

    private ServerProcess(string command) => _command = command;

    public string Url => _push!.OriginalString;

    public string Admin => _admin!.OriginalString;

    public int Id => _process.Id;

    public string Source => "/proc";

    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <param name="command">For the shell; settings are added at its end.</param>
    /// <exception cref="UsageException">It does not start.</exception>
    public static async Task<ServerProcess> StartAsync(string command)
    {
        var server = new ServerProcess(command);
        await server.LaunchAsync("--WsActors:Push:Port=0 --WsActors:Admin:Port=0");
        return server;
    }

    /// <summary>Ends it and starts it again with the same addresses.</summary>
    /// <param name="kill">By SIGKILL, which it cannot do anything about; else by SIGTERM.</param>
    /// <returns>How long it ran on after the signal, and how long until it listened again.</returns>
    public async Task<(TimeSpan Stopping, TimeSpan Starting)> RestartAsync(bool kill)
    {
        var start = Stopwatch.GetTimestamp();
        await StopAsync(kill);
        var stopped = Stopwatch.GetTimestamp();
        await LaunchAsync($"--WsActors:Push:Port={_push!.Port} --WsActors:Admin:Port={_admin!.Port}");
        return (Stopwatch.GetElapsedTime(start, stopped), Stopwatch.GetElapsedTime(stopped));
    }

    public Task<ServerFigures?> ReadAsync() =>
        Directory.Exists($"/proc/{Id}") ? new ProcessProbe(Id).ReadAsync() : Task.FromResult<ServerFigures?>(null);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync(kill: false);
        }
        catch (TimeoutException)
        {
            await StopAsync(kill: true);
        }

        _process.Dispose();
    }

    private async Task LaunchAsync(string settings)
    {
        _listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_push, _admin) = (null, null);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", $"exec {_command} {settings}"]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // Only now: the sampler reads the id on a thread of its own, and one that has not been started has none.
        _process = process;
        await Task.WhenAny(_listens.Task, process.WaitForExitAsync(), Task.Delay(Timeout));
        if (!_listens.Task.IsCompletedSuccessfully)
            throw new UsageException($"the server does not listen: {_command} {settings}\n{LastLines()}");
    }

    private async Task StopAsync(bool kill)
    {
        if (_process.HasExited)
            return;

        _ = LinuxCalls.Kill(Id, kill ? LinuxCalls.SigKill : LinuxCalls.SigTerm);
        await _process.WaitForExitAsync().WaitAsync(Timeout);
    }

    private void OnLine(string? line)
    {
        lock (_lastLines)
        {
            if (line is null)
                return;

            _lastLines.Enqueue(line);
            if (_lastLines.Count > 20)
                _lastLines.Dequeue();
            _push ??= Address(PushAddress().Match(line));
            _admin ??= Address(AdminAddress().Match(line));
            if (_push is not null && _admin is not null)
                _listens.TrySetResult();
        }
    }

    private string LastLines()
    {
        lock (_lastLines)
        {
            return string.Join('\n', _lastLines);
        }
    }

    private static Uri? Address(Match match) => match.Success ? new Uri(match.Groups[1].Value) : null;

    [GeneratedRegex("""Push listener on (wss?://[^\s/"]+)""")]
    private static partial Regex PushAddress();

    [GeneratedRegex("""Admin API on (https?://[^\s/"]+)""")]
    private static partial Regex AdminAddress();
}
