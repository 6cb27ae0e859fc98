using System.Text.RegularExpressions;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests;

/// <summary>The real server as a process of its own, on free ports, found by the two lines of its log that name its addresses.</summary>
public sealed partial class RunningServer : IAsyncDisposable
{
    /// <summary>The setting with which it says why it closed or refused a connection.</summary>
    public const string DebugLog = "--Logging:LogLevel:WsActors.Actors=Debug";

    private readonly ChildProcess _process;

    private RunningServer(ChildProcess process, Uri pushUri, Uri adminUri)
    {
        _process = process;
        PushUri = pushUri;
        AdminUri = adminUri;
    }

    /// <summary>For example <c>ws://127.0.0.1:40001</c>.</summary>
    public Uri PushUri { get; }

    /// <summary>For example <c>http://127.0.0.1:40002</c>.</summary>
    public Uri AdminUri { get; }

    public int ProcessId => _process.Id;

    /// <summary>What it has logged so far.</summary>
    public string Log => _process.Printed;

    /// <param name="arguments">Settings, such as <c>--WsActors:Push:MaxConnections=2</c>.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened; the message holds its log.</exception>
    public static Task<RunningServer> StartAsync(params string[] arguments) => StartUnderAsync([], arguments);

    /// <summary>Starts another host that stands beside this one.</summary>
    /// <param name="program">Its file name.</param>
    /// <param name="arguments">Settings.</param>
    public static Task<RunningServer> StartProgramAsync(string program, params string[] arguments) =>
        StartAsync(Launch([], Path.Combine(AppContext.BaseDirectory, program), arguments));

    /// <summary>The same, started by another program.</summary>
    /// <param name="wrapper">A program and its arguments that end in running what follows, such as <c>env NAME=value</c>.</param>
    /// <param name="arguments">Settings.</param>
    public static Task<RunningServer> StartUnderAsync(string[] wrapper, params string[] arguments) =>
        StartAsync(Launch(wrapper, ServerPath, arguments));

    private static async Task<RunningServer> StartAsync(ChildProcess process)
    {
        try
        {
            return await WhenListeningAsync(process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it with what it cannot start with: its exit code and what it wrote.</summary>
    public static Task<(int ExitCode, string Printed)> StartRefusedAsync(params string[] arguments) => StartRefusedUnderAsync([], arguments);

    /// <summary>The same, started by another program.</summary>
    public static async Task<(int ExitCode, string Printed)> StartRefusedUnderAsync(string[] wrapper, params string[] arguments)
    {
        await using var process = Launch(wrapper, ServerPath, arguments);
        var exitCode = await process.WaitForExitAsync();
        return (exitCode, process.Printed);
    }

    /// <summary>Sends SIGTERM, as a service manager or Docker does.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>Sends a signal, such as <c>INT</c> for Ctrl-C.</summary>
    public Task SignalAsync(string signal) => ChildProcess.RunAsync("kill", $"-{signal}", $"{ProcessId}");

    /// <summary>Waits until it has logged this.</summary>
    public Task ExpectLoggedAsync(string text) => Eventually.HoldsAsync(() =>
    {
        // A log of thousands of lines is searched here, and shown only in part where that fails.
        var log = Log;
        Assert.True(log.Contains(text, StringComparison.Ordinal), $"\"{text}\" is not in the log, which ends: {log[Math.Max(0, log.Length - 4000)..]}");
        return Task.CompletedTask;
    });

    /// <returns>The exit code.</returns>
    public Task<int> WaitForExitAsync() => _process.WaitForExitAsync();

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    private static ChildProcess Launch(string[] wrapper, string program, string[] arguments)
    {
        // A command comes first.
        string[] command = arguments is [['-', ..], ..] or []
            ? [.. wrapper, "dotnet", program, "--WsActors:Push:Port=0", "--WsActors:Admin:Port=0", "--WsActors:Push:WarmUp=false", .. arguments]
            : [.. wrapper, "dotnet", program, .. arguments];
        return ChildProcess.Start(command[0], command[1..]);
    }

    /// <summary>The program.</summary>
    public static string ServerPath => Path.Combine(AppContext.BaseDirectory, "WsActors.Server.dll");

    private static async Task<RunningServer> WhenListeningAsync(ChildProcess process)
    {
        Uri? push = null, admin = null;
        while (push is null || admin is null)
        {
            var line = await process.NextLineAsync();
            push ??= Address(PushAddress().Match(line));
            admin ??= Address(AdminAddress().Match(line));
        }

        return new RunningServer(process, push, admin);
    }

    private static Uri? Address(Match match) => match.Success ? new Uri(match.Groups[1].Value) : null;

    [GeneratedRegex("""Push listener on (wss?://[^\s/"]+)""")]
    private static partial Regex PushAddress();

    [GeneratedRegex("""Admin API on (https?://[^\s/"]+)""")]
    private static partial Regex AdminAddress();
}
