namespace WsActors.LoadTest.Results;

/// <summary>The connections that clients begin per second while nodes are replaced, as a plot that stands alone, beside the rate that the nodes were given.</summary>
internal static class ConnectionsPlot
{
    private const string Style = "<style>text { font-family: system-ui, sans-serif; } .title { font-size: 14px; font-weight: 600; } .tick { font-size: 11px; fill: #57606a; } "
        + ".legend { font-size: 12px; } .grid { stroke: #d0d7de; } .line { fill: none; stroke-width: 2; } "
        + ".c0 { stroke: #0969da; } text.c0 { fill: #0969da; stroke: none; } .c1 { stroke: #bc4c00; } text.c1 { fill: #bc4c00; stroke: none; }</style>";

    /// <summary>Returns the plot.</summary>
    /// <param name="seconds">What was begun in each second.</param>
    /// <param name="limit">The most that may be begun in a second.</param>
    public static string Write(IReadOnlyList<ConnectionsSecond> seconds, double limit) =>
        new LineChart("Connections begun per second", "seconds")
            .With("begun", seconds.Select(second => (second.At, (double)second.Begun)))
            .With("limit", [(0, limit), (seconds.Max(second => second.At), limit)])
            .ToStandaloneSvg(Style, x => x.ToString("0", System.Globalization.CultureInfo.InvariantCulture));
}
