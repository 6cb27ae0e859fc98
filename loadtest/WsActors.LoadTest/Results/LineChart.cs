using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Results;

/// <summary>A plot of one or more lines, as inline SVG.</summary>
internal sealed class LineChart(string title, string xTitle, bool logarithmic = false)
{
    // What a page would bring along.
    private const string Style = "<style>text { font-family: system-ui, sans-serif; } .title { font-size: 14px; font-weight: 600; } .tick { font-size: 11px; fill: #57606a; } "
        + ".legend { font-size: 12px; } .grid { stroke: #d0d7de; } .line { fill: none; stroke-width: 2; } "
        + ".c0 { stroke: #0969da; } text.c0 { fill: #0969da; stroke: none; } .c1 { stroke: #bc4c00; } text.c1 { fill: #bc4c00; stroke: none; }</style>";

    private const int Width = 720;
    private const int Height = 240;
    private const int Left = 70;
    private const int Right = 16;
    private const int Top = 34;
    private const int Bottom = 40;
    private const int Ticks = 4;

    private readonly List<(string Name, IReadOnlyList<(double X, double Y)> Points)> _lines = [];

    public LineChart With(string name, IEnumerable<(double X, double Y)> points)
    {
        _lines.Add((name, [.. points]));
        return this;
    }

    /// <summary>Empty where there is nothing to show.</summary>
    public string ToSvg() => _lines.Any(line => line.Points.Count > 1) ? $"<figure>{Draw("", "", Short)}</figure>" : "";

    /// <summary>As a file of its own.</summary>
    /// <param name="nameX">The text at a place on the x axis.</param>
    public string ToStandaloneSvg(Func<double, string> nameX) => Draw(" xmlns=\"http://www.w3.org/2000/svg\"", Style, nameX);

    private string Draw(string attributes, string style, Func<double, string> nameX)
    {
        var svg = new StringBuilder();
        svg.Append(Inv($"<svg{attributes} viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">{style}"));
        svg.Append(Inv($"<text class=\"title\" x=\"{Left}\" y=\"16\">{title}</text>"));
        AppendAxes(svg, nameX);
        for (var i = 0; i < _lines.Count; i++)
            AppendLine(svg, i);
        return svg.Append("</svg>").ToString();
    }

    private IEnumerable<(double X, double Y)> All => _lines.SelectMany(line => line.Points);

    private double MinX => All.Min(point => point.X);

    private double MaxX => All.Max(point => point.X);

    private double MaxY => Math.Max(All.Max(point => point.Y), 1e-9);

    // The decade below the smallest value, so that the axis does not cut it.
    private double MinY => logarithmic ? Math.Pow(10, Math.Floor(Math.Log10(Math.Max(All.Min(point => point.Y), 1e-3)))) : 0;

    private void AppendAxes(StringBuilder svg, Func<double, string> nameX)
    {
        for (var i = 0; i <= Ticks; i++)
        {
            var share = i / (double)Ticks;
            var y = logarithmic ? MinY * Math.Pow(MaxY / MinY, share) : MaxY * share;
            var x = MinX + ((MaxX - MinX) * share);
            svg.Append(Inv($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{PlaceY(y):0.#}\" y2=\"{PlaceY(y):0.#}\"/>"));
            svg.Append(Inv($"<text class=\"tick\" text-anchor=\"end\" x=\"{Left - 6}\" y=\"{PlaceY(y) + 4:0.#}\">{Short(y)}</text>"));
            svg.Append(Inv($"<text class=\"tick\" text-anchor=\"middle\" x=\"{PlaceX(x):0.#}\" y=\"{Height - Bottom + 16}\">{nameX(x)}</text>"));
        }

        svg.Append(Inv($"<text class=\"tick\" text-anchor=\"middle\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\">{xTitle}</text>"));
    }

    private void AppendLine(StringBuilder svg, int index)
    {
        var (name, points) = _lines[index];
        var path = string.Join(' ', points.Select(point => Inv($"{PlaceX(point.X):0.#},{PlaceY(point.Y):0.#}")));
        svg.Append(Inv($"<polyline class=\"line c{index}\" points=\"{path}\"/>"));
        svg.Append(Inv($"<text class=\"legend c{index}\" text-anchor=\"end\" x=\"{Width - Right - ((_lines.Count - 1 - index) * 90)}\" y=\"16\">{name}</text>"));
    }

    private double PlaceX(double x) => Left + ((x - MinX) / Math.Max(MaxX - MinX, 1e-9) * (Width - Left - Right));

    private double PlaceY(double y)
    {
        var share = logarithmic ? Math.Log(Math.Max(y, MinY) / MinY) / Math.Log(Math.Max(MaxY / MinY, 1.0001)) : y / MaxY;
        return Height - Bottom - (share * (Height - Top - Bottom));
    }

    private static string Short(double value) => value switch
    {
        >= 1_000_000 => Inv($"{value / 1_000_000:0.##}M"),
        >= 1_000 => Inv($"{value / 1_000:0.##}k"),
        _ => Inv($"{value:0.##}"),
    };

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
