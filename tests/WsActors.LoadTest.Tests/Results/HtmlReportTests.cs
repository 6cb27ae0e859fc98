using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Results;

public sealed class HtmlReportTests
{
    [Fact]
    public void The_page_needs_no_other_file()
    {
        var page = HtmlReport.Write(Report());
        foreach (var reference in (string[])["<script", "<link", "src=", "href=", "@import", "url("])
            Assert.DoesNotContain(reference, page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_page_plots_what_happened_each_second() =>
        Assert.Equal(2, HtmlReport.Write(Report()).Split("<svg").Length - 1);

    [Fact]
    public void Text_from_outside_cannot_become_markup()
    {
        var report = Report();
        report.Violations = [new Violation(ViolationKind.Refused, 1, "an answer", "<b>bold</b>")];
        Assert.DoesNotContain("<b>", HtmlReport.Write(report), StringComparison.Ordinal);
    }

    private static RunReport Report() => new(new Scenario())
    {
        Latency = new LatencyReport { Count = 3, EachSecond = [new SecondOfLoad(1, 2, 100, 200, 300), new SecondOfLoad(2, 1, 100, 200, 300)] },
    };
}
