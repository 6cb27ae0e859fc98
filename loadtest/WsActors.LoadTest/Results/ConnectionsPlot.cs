namespace WsActors.LoadTest.Results;

/// <summary>The connections that clients begin per second while nodes are replaced, as a plot that stands alone, beside the rate that the nodes were given.</summary>
internal static class ConnectionsPlot
{
    /// <summary>Returns the plot.</summary>
    /// <param name="seconds">What was begun in each second.</param>
    /// <param name="limit">The most that may be begun in a second.</param>
    public static string Write(IReadOnlyList<ConnectionsSecond> seconds, double limit) =>
        new LineChart("Connections begun per second", "seconds")
            .With("begun", seconds.Select(second => (second.At, (double)second.Begun)))
            .With("limit", [(0, limit), (seconds.Max(second => second.At), limit)])
            .ToStandaloneSvg(x => x.ToString("0", System.Globalization.CultureInfo.InvariantCulture));
}
