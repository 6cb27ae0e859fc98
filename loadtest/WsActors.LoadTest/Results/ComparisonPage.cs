using System.Net;
using System.Text;

namespace WsActors.LoadTest.Results;

/// <summary>A comparison as one page of plots that needs no other file.</summary>
internal static class ComparisonPage
{
    public static string Write(Comparison comparison, DateTimeOffset now)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        page.Append($"<title>Push servers side by side</title><style>{HtmlReport.Style}</style></head><body><h1>Push servers side by side</h1>");
        page.Append($"<p>{now:yyyy-MM-dd HH:mm} UTC. A bar is the median of the runs, the line at its end their range.</p>");
        foreach (var table in Comparison.Tables)
        {
            page.Append($"<h2>{Text(table.Title)}</h2>");
            foreach (var figure in table.Figures)
                page.Append(ChartOf(comparison, figure).ToSvg());
        }

        foreach (var (server, failed, runs) in comparison.Failures())
            page.Append($"<p><span class=\"fail\">fail</span> {Text(server)}, {Text(failed)}: {runs}, not counted</p>");
        return page.Append("</body></html>\n").ToString();
    }

    private static BarChart ChartOf(Comparison comparison, Comparison.Figure figure)
    {
        var chart = new BarChart($"{figure.Title}{(figure.MoreIsBetter ? " (more is better)" : "")}");
        foreach (var (server, value) in comparison.Servers.Select(server => (server, comparison.Of(server, figure))))
        {
            if (value is { } spread)
                chart.With(server, spread);
        }

        return chart;
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
