using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using WsActors.AspNetCore.Options;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands;

/// <summary>Runs every command but the start of a node.</summary>
internal static class CommandRunner
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;

    // Commands that read the settings of a node take them from the same places as a start.
    private static readonly string[] WithSettings = [CommandNames.Token, CommandNames.Config];

    /// <param name="arguments">The arguments of the process.</param>
    /// <param name="readSettings">Reads the configuration with the settings and the file of the command line.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Func<IReadOnlyList<string>, string?, IConfiguration> readSettings)
    {
        using var output = CommandOutput.OfProcess();
        return await RunAsync(arguments, readSettings, output);
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Func<IReadOnlyList<string>, string?, IConfiguration> readSettings, CommandOutput output)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = OnSignal(PosixSignal.SIGINT, stop);
        using var terminate = OnSignal(PosixSignal.SIGTERM, stop);
        try
        {
            var (rest, settings) = Settings(arguments, readSettings);
            var line = CommandTree.Build(output, settings).Parse(rest);
            ArgumentFaults.ThrowIfAny(line, rest);
            var exitCode = await line.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,

                // The signals are handled here.
                ProcessTerminationTimeout = null,
            }, stop.Token);
            await output.FlushAsync();
            return exitCode;
        }
        catch (UsageException fault)
        {
            output.Fail(fault.Message);
            return WrongUsage;
        }
        catch (Exception fault) when (fault is CommandFailedException or InvalidConfigurationException)
        {
            output.Fail(fault.Message);
            return Failed;
        }
        catch (InvalidDataException unreadable)
        {
            output.Fail($"{unreadable.Message} {unreadable.GetBaseException().Message}");
            return Failed;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            output.Fail($"The answer cannot be read: {fault.Message} Check that --admin or --url names a node of version {CommandLineText.Version}");
            return Failed;
        }
        catch (OutputClosedException)
        {
            // The reader has seen enough, as "head" does.
            return Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            output.Fail("Interrupted");
            return Failed;
        }
    }

    private static (IReadOnlyList<string> Others, Func<IConfiguration> Settings) Settings(
        IReadOnlyList<string> arguments, Func<IReadOnlyList<string>, string?, IConfiguration> readSettings)
    {
        if (!WithSettings.Contains(arguments[0]))
            return (arguments, () => throw new InvalidOperationException($"{arguments[0]} reads no settings"));

        var (settings, file, rest) = SettingArguments.Split(arguments);
        return (rest, () => readSettings(settings, file));
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
