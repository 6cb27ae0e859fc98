using System.Globalization;
using System.Net;
using System.Text;

namespace WsActors.LoadTest.Results;

/// <summary>A bar for each of some names, with its range, as inline SVG.</summary>
internal sealed class BarChart(string title)
{
    private const int Width = 720;
    private const int Left = 130;
    private const int Right = 190;
    private const int Top = 30;
    private const int Row = 24;

    private readonly List<(string Name, Spread Value)> _bars = [];

    public BarChart With(string name, Spread value)
    {
        _bars.Add((name, value));
        return this;
    }

    /// <summary>Empty where there is nothing to show.</summary>
    public string ToSvg()
    {
        if (_bars.Count == 0)
            return "";

        var svg = new StringBuilder();
        svg.Append(Inv($"<figure><svg viewBox=\"0 0 {Width} {Top + (_bars.Count * Row)}\" role=\"img\" aria-label=\"{Text(title)}\">"));
        svg.Append(Inv($"<text class=\"title\" x=\"0\" y=\"16\">{Text(title)}</text>"));
        for (var i = 0; i < _bars.Count; i++)
            AppendBar(svg, i);
        return svg.Append("</svg></figure>").ToString();
    }

    private double Largest => Math.Max(_bars.Max(bar => bar.Value.Largest), 1e-9);

    // The bar is the median, the line across its end the range of the runs.
    private void AppendBar(StringBuilder svg, int index)
    {
        var (name, value) = _bars[index];
        var (top, middle) = (Top + (index * Row), Top + (index * Row) + (Row / 2));
        svg.Append(Inv($"<text class=\"tick\" text-anchor=\"end\" x=\"{Left - 8}\" y=\"{middle + 4}\">{Text(name)}</text>"));
        svg.Append(Inv($"<rect class=\"bar\" x=\"{Left}\" y=\"{top + 4}\" width=\"{Place(value.Median) - Left:0.#}\" height=\"{Row - 8}\"/>"));
        svg.Append(Inv($"<line class=\"range\" x1=\"{Place(value.Smallest):0.#}\" x2=\"{Place(value.Largest):0.#}\" y1=\"{middle}\" y2=\"{middle}\"/>"));
        svg.Append(Inv($"<text class=\"tick\" x=\"{Place(value.Largest) + 6:0.#}\" y=\"{middle + 4}\">{value}</text>"));
    }

    private double Place(double value) => Left + (value / Largest * (Width - Left - Right));

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
