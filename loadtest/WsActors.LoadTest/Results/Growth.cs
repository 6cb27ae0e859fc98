using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Results;

/// <summary>How cost grows with the number of connections, as a Markdown table and as a plot that stands alone.</summary>
internal static class Growth
{
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
        return memory.ToStandaloneSvg(x => N(Math.Pow(10, x)));
    }

    private static IEnumerable<GrowthPoint> Medians(IEnumerable<GrowthPoint> series) =>
        series.GroupBy(point => point.Connections).OrderBy(runs => runs.Key).Select(runs => runs.First() with
        {
            Bytes = Spread.Of(runs.Select(run => (double?)run.Bytes))!.Value.Median,
            CpuMicroseconds = Spread.Of(runs.Select(run => run.CpuMicroseconds))?.Median,
        });

    private static string N(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
