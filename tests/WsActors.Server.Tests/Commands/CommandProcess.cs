using System.Diagnostics;

namespace WsActors.Server.Tests.Commands;

/// <summary>The program as a shell runs it: exit code, standard output and standard error apart.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CommandProcess(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a command to its end.</summary>
    public static Task<CommandProcess> RunAsync(params string[] arguments) => RunWithInputAsync(string.Empty, arguments);

    /// <summary>Runs a command that reads standard input.</summary>
    public static async Task<CommandProcess> RunWithInputAsync(string input, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [RunningServer.ServerPath, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(ChildProcess.Timeout);
            return new CommandProcess(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts a command that does not end by itself.</summary>
    public static ChildProcess Start(params string[] arguments) =>
        ChildProcess.Start("env", ["--default-signal=INT", "dotnet", RunningServer.ServerPath, .. arguments]);

    /// <summary>Fails unless the command has done its task and complained of nothing.</summary>
    public CommandProcess ExpectDone()
    {
        Assert.Equal((0, string.Empty), (ExitCode, Error));
        return this;
    }

    /// <summary>Fails unless the command has ended with this exit code and one line that begins so.</summary>
    public void ExpectFault(int exitCode, string line)
    {
        Assert.Equal((exitCode, string.Empty), (ExitCode, Output));
        Assert.StartsWith(line, Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
