using System.CommandLine;
using Spectre.Console;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest;

/// <summary>A scenario in, a verdict out.</summary>
internal static class Program
{
    private const int Passed = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;

    public static async Task<int> Main(string[] arguments)
    {
        var commandLine = new CommandLine();
        commandLine.Root.SetAction((line, _) => RunAsync(commandLine, line));
        commandLine.Table.SetAction((line, _) => PrintTableAsync(line.GetValue(commandLine.Files)!));
        commandLine.Compare.SetAction((line, _) => CompareAsync(line.GetValue(commandLine.Files)!, line.GetValue(commandLine.Html)));
        commandLine.Grow.SetAction((line, _) => ShowGrowthAsync(line.GetValue(commandLine.Files)!, line.GetValue(commandLine.Svg)));
        var parsed = commandLine.Root.Parse(arguments);
        if (parsed.Errors is [var error, ..])
            return await RefuseAsync(CommandLine.Explain(error.Message));

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException fault)
        {
            return await RefuseAsync(fault.Message);
        }
    }

    private static async Task<int> RunAsync(CommandLine commandLine, ParseResult line)
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = 400;

        ProgressDisplay? display = null;
        RunReport report;
        try
        {
            report = await LoadRun.RunAsync(
                commandLine.ScenarioOf(line),
                line.GetValue(commandLine.ServerPid) ?? [],
                (fleet, figures) => display = new ProgressDisplay(console, fleet, figures));
        }
        finally
        {
            display?.Dispose();
        }

        TextReport.Write(console, report);
        await WriteAsync(line.GetValue(commandLine.Json), () => JsonReport.Write(report));
        await WriteAsync(line.GetValue(commandLine.Html), () => HtmlReport.Write(report));
        return report.Passed ? Passed : Failed;
    }

    private static async Task<int> PrintTableAsync(string[] files)
    {
        await Console.Out.WriteAsync(ResultTable.Write(Read(files)));
        return Passed;
    }

    private static async Task<int> CompareAsync(string[] files, string? page)
    {
        var comparison = new Comparison(Read(files));
        await Console.Out.WriteLineAsync(ComparisonTable.Write(comparison));
        await WriteAsync(page, () => ComparisonPage.Write(comparison, DateTimeOffset.UtcNow));
        return Passed;
    }

    private static async Task<int> ShowGrowthAsync(string[] files, string? plot)
    {
        GrowthPoint[] points = [.. Read(files).SelectMany(GrowthPoint.Read)];
        await Console.Out.WriteAsync(Growth.Table(points));
        await WriteAsync(plot, () => Growth.Svg(points));
        return Passed;
    }

    private static IEnumerable<string> Read(string[] files) =>
        files.FirstOrDefault(file => !File.Exists(file)) is { } missing
            ? throw new UsageException($"there is no file {missing}")
            : files.Select(File.ReadAllText);

    private static Task WriteAsync(string? path, Func<string> text) => path is null ? Task.CompletedTask : File.WriteAllTextAsync(path, text());

    private static async Task<int> RefuseAsync(string line)
    {
        await Console.Error.WriteLineAsync(line);
        return WrongUsage;
    }
}
