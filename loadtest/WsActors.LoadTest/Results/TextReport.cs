using Spectre.Console;

namespace WsActors.LoadTest.Results;

/// <summary>The result on the terminal.</summary>
internal static class TextReport
{
    public static void Write(IAnsiConsole console, RunReport report)
    {
        console.WriteLine();
        console.WriteLine($"{report.Scenario.Name}: {report.Scenario.Description}");
        foreach (var (name, value) in Summary.Of(report))
            console.WriteLine($"  {name,-36} {value}");

        console.WriteLine();
        foreach (var check in report.Checks)
            console.MarkupLine($"  {(check.Passed ? "[green]pass[/]" : "[red]FAIL[/]")} {Markup.Escape($"{check.Statement}: {check.Found}")}");
        foreach (var violation in report.Violations)
            console.WriteLine($"       {violation}");
    }
}
