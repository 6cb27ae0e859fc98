using System.Globalization;
using System.Text.RegularExpressions;

namespace WsActors.Server.Tests;

/// <summary>Prometheus' text format, read back: series by name and labels.</summary>
internal sealed partial class Exposition
{
    private readonly List<Sample> _samples = [];

    private Exposition()
    {
    }

    /// <summary>One line: a name, its labels in order, a value.</summary>
    public sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

    public IReadOnlyList<Sample> Samples => _samples;

    public static Exposition Parse(string text)
    {
        var exposition = new Exposition();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
            exposition._samples.Add(ParseLine(line));
        return exposition;
    }

    /// <summary>The samples of our own instruments, without a histogram's buckets; labels that only name the meter are left out.</summary>
    public IEnumerable<Sample> Own => _samples.Where(sample =>
        sample.Name.StartsWith("wsactors_", StringComparison.Ordinal) && !sample.Name.EndsWith("_bucket", StringComparison.Ordinal));

    /// <summary>The value of the one series with this name and these labels; 0 where it has not appeared yet.</summary>
    public double Value(string name, params (string Label, string Value)[] labels) => _samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value))
        .Sum(sample => sample.Value);

    private static Sample ParseLine(string line)
    {
        var match = Line().Match(line);
        Assert.True(match.Success, $"not a line of Prometheus' format: {line}");
        var labels = Label().Matches(match.Groups["labels"].Value)
            .Where(label => !label.Groups["name"].Value.StartsWith("otel_scope_", StringComparison.Ordinal))
            .ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value);
        return new Sample(match.Groups["name"].Value, labels, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+(\.\d+)?)?$""")]
    private static partial Regex Line();

    [GeneratedRegex("""(?<name>[a-zA-Z_]\w*)="(?<value>([^"\\]|\\.)*)""" + "\"")]
    private static partial Regex Label();
}
