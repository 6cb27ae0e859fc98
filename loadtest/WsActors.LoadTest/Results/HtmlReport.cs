using System.Net;
using System.Text;

namespace WsActors.LoadTest.Results;

/// <summary>The result as one page that needs no other file.</summary>
internal static class HtmlReport
{
    internal const string Style =
        """
        :root { color-scheme: light dark; --ink: #1b1f24; --soft: #6a737d; --paper: #fff; --grid: #e1e4e8; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #8b949e; --paper: #0d1117; --grid: #30363d; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 760px; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
        td { padding: .25rem .5rem; border-bottom: 1px solid var(--grid); vertical-align: top; }
        td:first-child { color: var(--soft); width: 40%; }
        figure { margin: 1.5rem 0; } svg { width: 100%; height: auto; }
        .title { font-weight: 600; fill: var(--ink); font-size: 14px; } .tick { fill: var(--soft); font-size: 11px; } .legend { font-size: 12px; }
        .grid { stroke: var(--grid); } .line { fill: none; stroke-width: 2; }
        polyline.c0 { stroke: #0969da; } text.c0 { fill: #0969da; } polyline.c1 { stroke: #bc4c00; } text.c1 { fill: #bc4c00; }
        polyline.c2 { stroke: #8250df; } text.c2 { fill: #8250df; }
        .bar { fill: #0969da; opacity: .75; } .range { stroke: var(--ink); stroke-width: 2; }
        .pass { color: #1a7f37; } .fail { color: #cf222e; font-weight: 600; } code, pre { font-size: 13px; overflow-x: auto; }
        """;

    public static string Write(RunReport report)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        page.Append($"<title>{Text(report.Scenario.Name)}</title><style>{Style}</style></head><body>");
        page.Append($"<h1>{Text(report.Scenario.Name)}</h1><p>{Text(report.Scenario.Description)}</p>");
        page.Append($"<p>{report.StartedAt:yyyy-MM-dd HH:mm} UTC, {Text(report.Machine)}</p>");
        AppendChecks(page, report);
        AppendFigures(page, report);
        foreach (var chart in ChartsOf(report))
            page.Append(chart.ToSvg());
        page.Append($"<details><summary>All of it as JSON</summary><pre>{Text(JsonReport.Write(report))}</pre></details>");
        return page.Append("</body></html>\n").ToString();
    }

    private static void AppendChecks(StringBuilder page, RunReport report)
    {
        page.Append("<ul>");
        foreach (var check in report.Checks)
        {
            var word = check.Passed ? "pass" : "fail";
            page.Append($"<li><span class=\"{word}\">{word}</span> {Text(check.Statement)}: {Text(check.Found)}</li>");
        }

        page.Append("</ul>");
        if (report.Violations.Count > 0)
            page.Append($"<pre>{Text(string.Join('\n', report.Violations))}</pre>");
    }

    private static void AppendFigures(StringBuilder page, RunReport report)
    {
        page.Append("<table>");
        foreach (var (name, value) in Summary.Of(report))
            page.Append($"<tr><td>{Text(name)}</td><td>{Text(value)}</td></tr>");
        page.Append("</table>");
    }

    private static IEnumerable<LineChart> ChartsOf(RunReport report)
    {
        var seconds = report.Latency?.EachSecond ?? [];
        var percentiles = report.Latency?.Percentiles ?? [];
        var samples = report.ServerEachSecond;
        var previous = 0.0;
        yield return new LineChart("Deliveries per second", "seconds of the load")
            .With("deliveries", seconds.Select(second => (second.At, Rate(second, ref previous))));
        yield return new LineChart("Latency, ms", "seconds of the load", logarithmic: true)
            .With("p50", Milliseconds(seconds, second => second.P50))
            .With("p99", Milliseconds(seconds, second => second.P99))
            .With("max", Milliseconds(seconds, second => second.Max));
        yield return new LineChart("Latency by percentile, ms", "nines: 1 is 90 %, 2 is 99 %, 3 is 99.9 %", logarithmic: true)
            .With("latency", percentiles.Where(point => point.Percentile < 100).Select(point => (-Math.Log10(1 - (point.Percentile / 100)), point.Microseconds / 1000.0)));
        yield return new LineChart("Memory of the server, MiB", "seconds of the run")
            .With("resident", samples.Select(sample => (sample.At, sample.Memory / 1024.0 / 1024.0)));
        yield return new LineChart("Cores in use by the server", "seconds of the run")
            .With("cores", samples.Select(sample => (sample.At, sample.Cpu)));
    }

    private static double Rate(SecondOfLoad second, ref double previous)
    {
        var rate = second.Deliveries / Math.Max(second.At - previous, 0.001);
        previous = second.At;
        return rate;
    }

    private static IEnumerable<(double X, double Y)> Milliseconds(IEnumerable<SecondOfLoad> seconds, Func<SecondOfLoad, long> value) =>
        seconds.Where(second => second.Deliveries > 0).Select(second => (second.At, value(second) / 1000.0));

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
