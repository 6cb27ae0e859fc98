using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using WsActors.Actors.Settings;
using WsActors.AspNetCore.Options;
using WsActors.Cluster.Settings;
using WsActors.Protocol.Clients;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.ArchitectureTests.Documents;

/// <summary>The manual's reference tables match the code. A failure names what is missing on which side.</summary>
public sealed class ReferenceTests
{
    /// <summary>The rows of docs/settings.md: key, default, meaning.</summary>
    public static readonly IReadOnlyList<string[]> SettingsRows = Document.At("docs/settings.md").RowsUnder("key under `WsActors:`");

    private static readonly Document ClientProtocol = Document.At("docs/client-protocol.md");

    [Fact]
    public void The_settings_table_lists_every_key_and_no_other()
    {
        var documented = SettingsRows.Select(row => Document.Codes(row[0]).Single());

        AssertSame("settings", documented, Settings().Select(setting => setting.Key));
    }

    [Fact]
    public void The_settings_table_gives_the_defaults_in_force()
    {
        var actual = Settings().ToDictionary(setting => setting.Key, setting => setting.Default);
        var wrong = from row in SettingsRows
                    let key = Document.Codes(row[0]).Single()
                    where actual.TryGetValue(key, out var value) && value != row[1].Trim('`')
                    select $"{key}: the manual says {row[1]}, the code {actual[key]}";

        Faults.None(wrong, "docs/settings.md gives the defaults of the code");
    }

    [Fact]
    public void The_metrics_table_names_every_instrument_and_no_other() => AssertSame(
        "metrics",
        Document.At("docs/metrics-and-alerts.md").Table("Metrics").SelectMany(row => Document.Codes(row[0])),
        Instruments.All.Select(Instruments.PrometheusName));

    [Fact]
    public void The_table_of_live_figures_lists_every_field_and_no_other() => AssertSame(
        "live figures",
        Document.At("docs/metrics-and-alerts.md").Table("Live figures").SelectMany(row => Document.Codes(row[0])),
        House.Actors.GetTypes().Single(type => type.Name == "NodeStats").GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name)));

    // 1005 and 1006 are never sent (RFC 6455 §7.4.1): they are names for the log.
    [Fact]
    public void The_close_codes_table_lists_every_code_that_is_sent_under_its_name() => AssertSame(
        "close codes",
        ClientProtocol.Table("Close codes").Select(row => $"{row[0]} {Document.Codes(row[1]).Single()}"),
        CloseCode.All.Except([CloseCode.NoStatus, CloseCode.Abnormal]).Select(code => $"{code.Value} {code.Name}"));

    [Fact]
    public void The_rules_table_lists_every_key_of_a_rule_and_no_other() => AssertSame(
        "keys of rules",
        Document.At("docs/tokens-and-rules.md").RowsUnder("key of a rule").SelectMany(row => Document.Codes(row[0])),
        KeysOf(typeof(TopicRule)));

    [Fact]
    public void The_permissions_are_those_of_a_rule() => AssertSame(
        "permissions",
        Document.At("docs/tokens-and-rules.md").RowsUnder("value").Select(row => Document.Codes(row[0]).Single()),
        Enum.GetNames<Permission>());

    [Fact]
    public void The_alerts_table_lists_every_alert_with_its_severity() => AssertSame(
        "alerts",
        Document.At("docs/metrics-and-alerts.md").Table("Alerts").Select(row => $"{Document.Codes(row[0]).Single()} {row[1]}"),
        Regex.Matches(SourceFile.ReadDocument("deploy/prometheus/alerts.yml"), @"- alert: (\w+)[\s\S]*?severity: (\w+)")
            .Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}"));

    [Fact]
    public void The_figures_of_the_comparison_are_those_of_the_load_tests()
    {
        var measured = Document.At("loadtest/README.md").RowsUnder("server");
        var wrong = from row in Document.At("docs/comparison.md").Table("Figures")
                    let server = row[0].Split(' ')[0]
                    from figure in row.Skip(1)
                    where !measured.Any(other => other[0] == server && other.Any(cell => cell.Split(' ')[0] == figure))
                    select $"{server}: {figure}";

        Faults.None(wrong, "docs/comparison.md repeats figures of loadtest/README.md");
    }

    // Codes that only the admin API answers with are not among the client protocol's.
    private static readonly string[] OfTheAdminApi = [ErrorCode.UnknownConnection, ErrorCode.NoFrames, ErrorCode.IdempotencyKeyReused];

    [Fact]
    public void The_error_codes_are_those_of_the_client_protocol() => AssertSame(
        "error codes",
        ClientProtocol.Table("Error codes").SelectMany(row => Document.Codes(row[0])).Except(OfTheAdminApi),
        typeof(ErrorCode).GetFields().Select(field => (string)field.GetValue(null)!).Except(OfTheAdminApi));

    private static IEnumerable<string> KeysOf(Type rule) =>
        from property in rule.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite
        from key in IsSection(property.PropertyType) ? KeysOf(property.PropertyType).Select(key => $"{property.Name}:{key}") : [property.Name]
        select key;

    private static IEnumerable<(string Key, string Default)> Settings() =>
    [
        .. typeof(ServerSettings).GetProperties().SelectMany(section => SettingsOf(section.Name, section.GetValue(new ServerSettings())!)),
        .. SettingsOf("Tls", new TlsOptions()),
        .. SettingsOf("Tokens", new TokenOptions()),
        .. SettingsOf("Admin", new AdminOptions()),
        .. SettingsOf("Webhooks", new WebhookOptions()),
        .. SettingsOf("Cluster", new ClusterSettings()),
        .. SettingsOf("Telemetry", new TelemetryOptions()),
    ];

    private static IEnumerable<(string Key, string Default)> SettingsOf(string section, object record) =>
        record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).SelectMany(property =>
        {
            var key = $"{section}:{property.Name}";
            var value = property.GetValue(record);
            return value is not null && IsSection(value.GetType()) ? SettingsOf(key, value) : [(key, Written(value))];
        });

    // A record of settings within a record: its keys are listed one by one.
    private static bool IsSection(Type type) => type.Namespace is { } name && name.StartsWith("WsActors", StringComparison.Ordinal) && type.IsClass && !type.IsArray;

    private static string Written(object? value) => value switch
    {
        null or "" => "none",
        bool flag => flag ? "true" : "false",
        TimeSpan { Ticks: var ticks } time => ticks % TimeSpan.TicksPerSecond == 0 ? time.ToString("c") : time.ToString("c").TrimEnd('0'),
        System.Collections.ICollection { Count: 0 } => "none",
        System.Collections.IEnumerable list and not string => string.Join(", ", list.Cast<object>()),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static void AssertSame(string what, IEnumerable<string> documented, IEnumerable<string> actual)
    {
        var (inManual, inCode) = (documented.ToArray(), actual.ToArray());
        var undocumented = inCode.Except(inManual).ToArray();
        var unknown = inManual.Except(inCode).ToArray();

        Assert.True(inManual.Length > 0, $"the manual lists no {what}");
        Faults.None(undocumented, $"The table of {what} in docs/ has a row for each: add the missing rows");
        Faults.None(unknown, $"The table of {what} in docs/ has no other rows: remove those that the code does not have");
    }
}
