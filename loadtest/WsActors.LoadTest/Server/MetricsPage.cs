using System.Globalization;

namespace WsActors.LoadTest.Server;

/// <summary>A page in Prometheus' text format.</summary>
internal sealed class MetricsPage(string text)
{
    private readonly string[] _lines = text.Split('\n');

    /// <returns>The sum over all labels, or over those lines that hold a label's text; null: there is no such metric.</returns>
    public double? Sum(string name, string label = "")
    {
        var values = _lines
            .Where(line => IsOf(line, name) && line.Contains(label, StringComparison.Ordinal))
            .Select(ValueOf)
            .ToArray();
        return values.Length == 0 ? null : values.Sum();
    }

    private static bool IsOf(string line, string name) =>
        line.Length > name.Length && line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ';

    // A time stamp may follow the value.
    private static double ValueOf(string line)
    {
        var afterLabels = line[(line.LastIndexOf('}') + 1)..];
        var fields = afterLabels.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var value = fields[line.Contains('}') ? 0 : 1];
        return double.Parse(value, CultureInfo.InvariantCulture);
    }
}
