using System.Text.Json;
using System.Text.RegularExpressions;

namespace WsActors.ArchitectureTests.Documents;

/// <summary>Each alert leads to its section of docs/runbook.md, and alerts, dashboards and runbook name only what exists.</summary>
public sealed class RunbookTests
{
    private const string Alerts = "deploy/prometheus/alerts.yml";
    private const string Dashboards = "deploy/grafana/dashboards";

    private static readonly Document Runbook = Document.At("docs/runbook.md");

    private static readonly IReadOnlyList<(string Alert, string Text)> Rules =
    [
        .. Regex.Matches(SourceFile.ReadDocument(Alerts), @"- alert: (\w+)(.*?)(?=\n +- alert: |\z)", RegexOptions.Singleline)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value)),
    ];

    [Fact]
    public void Each_alert_has_a_section_of_its_own_and_no_other_section_is_there() => Assert.Equal(
        Rules.Select(rule => rule.Alert), Runbook.Lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));

    [Fact]
    public void Each_alert_names_its_section() => Faults.None(
        Rules.Where(rule => !rule.Text.Contains($"runbook_url: docs/runbook.md#{rule.Alert.ToLowerInvariant()}\n", StringComparison.Ordinal)).Select(rule => rule.Alert),
        "Each alert has a runbook_url with the heading of its section in docs/runbook.md");

    [Fact]
    public void Each_section_says_what_the_alert_means_what_to_look_at_and_what_to_do() => Faults.None(
        string.Join('\n', Runbook.Lines).Split("\n## ").Skip(1)
            .Where(section => !Regex.IsMatch(section, @"^\w+\n\n\*\*Meaning\.\*\* .*\n\n\*\*Look at\.\*\* .*\n\n\*\*Do\.\*\* ", RegexOptions.Singleline))
            .Select(section => section.Split('\n')[0]),
        "A section of docs/runbook.md has the paragraphs Meaning, Look at and Do");

    // deploy/check-dashboard.sh looks for those of the runtime and of ASP.NET Core at a real server.
    [Fact]
    public void Alerts_and_dashboards_name_metrics_that_exist()
    {
        var known = Instruments.All.SelectMany(instrument => NamesOf(Instruments.PrometheusName(instrument), instrument.GetType().Name)).ToHashSet();
        var named = Files().Append(Alerts).SelectMany(file => Regex
            .Matches(SourceFile.ReadDocument(file), @"\bwsactors_[a-z_]+(?=[\[{(\s)\\""])")
            .Select(match => (File: file, Name: match.Value)));

        Faults.None(named.Where(use => !known.Contains(use.Name)).Select(use => $"{use.File}: {use.Name}").Distinct(), "A metric of an alert or a panel exists");
    }

    [Fact]
    public void The_runbook_names_panels_and_settings_that_exist()
    {
        var panels = Files().Select(file => JsonDocument.Parse(SourceFile.ReadDocument(file)).RootElement)
            .SelectMany(dashboard => dashboard.GetProperty("panels").EnumerateArray().Append(dashboard))
            .Select(item => item.GetProperty("title").GetString()!)
            .Append("Console").Append("WsActors").Append("Refused …")
            .ToHashSet();
        var settings = ReferenceTests.SettingsRows.Select(row => Document.Codes(row[0]).Single()).ToHashSet();
        var text = string.Join('\n', Runbook.Prose);

        Faults.None(
            Regex.Matches(text, "\"([^\"]+)\"").Select(match => match.Groups[1].Value).Where(title => !panels.Contains(title)), "A panel that the runbook names exists");
        Faults.None(
            Document.Codes(text).Where(code => Regex.IsMatch(code, @"^[A-Z]\w+(:[A-Z]\w+)+$") && !settings.Contains(code)), "A setting that the runbook names exists");
    }

    [Fact]
    public void The_manual_lists_each_dashboard()
    {
        var listed = Document.At("docs/metrics-and-alerts.md").Table("Dashboards").SelectMany(row => Regex.Matches(row[0], @"\[(.+)\]\(\.\./(.+)\)"))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value));

        Assert.Equal(
            Files().Select(file => (JsonDocument.Parse(SourceFile.ReadDocument(file)).RootElement.GetProperty("title").GetString()!, file)).Order(), listed.Order());
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(SourceFile.Root, Dashboards), "*.json").Select(file => $"{Dashboards}/{Path.GetFileName(file)}");

    private static IEnumerable<string> NamesOf(string name, string instrument) =>
        instrument == "Histogram`1" ? [$"{name}_bucket", $"{name}_count", $"{name}_sum"] : [name];
}
