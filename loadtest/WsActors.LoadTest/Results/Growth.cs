using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Results;

/// <summary>How cost grows with the number of connections, as a Markdown table and as a plot that stands alone.</summary>
internal static class Growth
{
    private const string Style = "<style>text { font-family: system-ui, sans-serif; } .title { font-size: 14px; font-weight: 600; } .tick { font-size: 11px; fill: #57606a; } "
        + ".legend { font-size: 12px; } .grid { stroke: #d0d7de; } .line { fill: none; stroke-width: 2; } "
        + ".c0 { stroke: #0969da; } text.c0 { fill: #0969da; stroke: none; } .c1 { stroke: #bc4c00; } text.c1 { fill: #bc4c00; stroke: none; }</style>";

    /// <summary>Points of the same series and number of connections are runs: their medians are shown.</summary>
    public static string Table(IReadOnlyList<GrowthPoint> points)
    {
        var table = new StringBuilder("| connections | | server memory, MiB | bytes per connection, all in | bytes each since the row before | CPU µs per delivery |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var series in points.GroupBy(point => point.Series))
        {
            GrowthPoint? before = null;
            foreach (var point in Medians(series))
            {
                var slope = before is null ? "" : N((point.Bytes - before.Bytes) / (point.Connections - before.Connections));
                table.AppendLine($"| {N(point.Connections)} | {point.Series} | {N(point.Bytes / 1024 / 1024)} | {N(point.BytesEach)} | {slope} | {point.CpuMicroseconds?.ToString("0.##", CultureInfo.InvariantCulture)} |");
                before = point;
            }
        }

        return table.ToString();
    }

    public static string Svg(IReadOnlyList<GrowthPoint> points)
    {
        var memory = new LineChart("Server memory, MiB", "connections (logarithmic)", logarithmic: true);
        foreach (var series in points.GroupBy(point => point.Series))
            memory.With(series.Key, Medians(series).Select(point => (Math.Log10(point.Connections), point.Bytes / 1024 / 1024)));
        return memory.ToStandaloneSvg(Style, x => N(Math.Pow(10, x)));
    }

    private static IEnumerable<GrowthPoint> Medians(IEnumerable<GrowthPoint> series) =>
        series.GroupBy(point => point.Connections).OrderBy(runs => runs.Key).Select(runs => runs.First() with
        {
            Bytes = Spread.Of(runs.Select(run => (double?)run.Bytes))!.Value.Median,
            CpuMicroseconds = Spread.Of(runs.Select(run => run.CpuMicroseconds))?.Median,
        });

    private static string N(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
