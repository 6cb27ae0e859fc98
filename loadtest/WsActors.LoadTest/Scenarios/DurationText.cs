using System.Globalization;

namespace WsActors.LoadTest.Scenarios;

/// <summary>A number and a unit; a number alone is seconds.</summary>
internal static class DurationText
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    public static bool TryParse(string? text, out TimeSpan duration)
    {
        var trimmed = (text ?? "").Trim();
        var (suffix, seconds) = Units.FirstOrDefault(unit => trimmed.EndsWith(unit.Suffix, StringComparison.Ordinal), ("", 1));
        var isNumber = double.TryParse(
            trimmed.AsSpan(0, trimmed.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        duration = isNumber && number * seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(number * seconds) : default;
        return isNumber;
    }

    public static string Of(TimeSpan duration) =>
        duration.Milliseconds != 0
            ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0}ms")
            : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0}s");
}
