using System.Globalization;

namespace WsActors.LoadTest.Results;

/// <summary>One figure of several runs.</summary>
internal readonly record struct Spread(double Median, double Smallest, double Largest)
{
    /// <returns>Null: no run has the figure.</returns>
    public static Spread? Of(IEnumerable<double?> figures)
    {
        double[] sorted = [.. figures.OfType<double>().Order()];
        return sorted.Length == 0 ? null : new Spread(sorted[sorted.Length / 2], sorted[0], sorted[^1]);
    }

    /// <summary>The median, and the range where it is one.</summary>
    public override string ToString() =>
        Short(Smallest) == Short(Largest) ? Short(Median) : $"{Short(Median)} ({Short(Smallest)} to {Short(Largest)})";

    private static string Short(double value) =>
        value.ToString(Math.Abs(value) < 100 ? "0.##" : "#,0", CultureInfo.InvariantCulture);
}
