using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace WsActors.Server.Tests;

/// <summary>Another program under a test's control: its output line by line, its input, its end. Disposing leaves nothing running.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>How long anything may take before the test gives up on it: a bound, not an expectation.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _printed = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
    }

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <summary>Everything that it has written so far, errors included.</summary>
    public string Printed
    {
        get
        {
            lock (_printed)
            {
                return _printed.ToString();
            }
        }
    }

    public static ChildProcess Start(string program, params IEnumerable<string> arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var child = new ChildProcess(process);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0.</exception>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        await using var child = Start(program, arguments);
        child._process.StandardInput.Close();
        var exitCode = await child.WaitForExitAsync();
        return exitCode == 0
            ? string.Join('\n', await child._lines.Reader.ReadAllAsync().ToListAsync())
            : throw new InvalidOperationException($"{program} ended with exit code {exitCode}: {child.Printed}");
    }

    /// <summary>The next line of its standard output.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public async Task<string> NextLineAsync()
    {
        if (!await _lines.Reader.WaitToReadAsync().AsTask().WaitAsync(Timeout))
        {
            throw new InvalidOperationException($"{_process.StartInfo.FileName} has ended. It had written:\n{Printed}");
        }

        return await _lines.Reader.ReadAsync();
    }

    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Sends SIGTERM, as a service manager or Docker does.</summary>
    public Task TerminateAsync() => RunAsync("kill", "-TERM", $"{Id}");

    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan? timeout = null)
    {
        await _process.WaitForExitAsync().WaitAsync(timeout ?? Timeout);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void OnOutput(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
            return;
        }

        Remember(line);
        _lines.Writer.TryWrite(line);
    }

    private void Remember(string? line)
    {
        lock (_printed)
        {
            _printed.AppendLine(line);
        }
    }
}
