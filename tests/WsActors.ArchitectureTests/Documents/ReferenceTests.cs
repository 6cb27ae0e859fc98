using System.Reflection;
using WsActors.Actors.Settings;
using WsActors.Protocol.Push;
using WsActors.Protocol.Session;
using WsActors.Server.Options;

namespace WsActors.ArchitectureTests.Documents;

/// <summary>The manual's reference tables match the code. A failure names what is missing on which side.</summary>
public sealed class ReferenceTests
{
    private static readonly Document SettingsPage = Document.At("docs/settings.md");
    private static readonly Document ClientProtocol = Document.At("docs/client-protocol.md");

    [Fact]
    public void The_settings_table_lists_every_key_and_no_other()
    {
        var documented = SettingsPage.Table("All settings").Select(row => Document.Codes(row[0]).Single());

        AssertSame("settings", documented, Settings().Select(setting => setting.Key));
    }

    [Fact]
    public void The_settings_table_gives_the_defaults_in_force()
    {
        var actual = Settings().ToDictionary(setting => setting.Key, setting => setting.Default);
        var wrong = from row in SettingsPage.Table("All settings")
                    let key = Document.Codes(row[0]).Single()
                    where actual.TryGetValue(key, out var value) && value != row[1].Trim('`')
                    select $"{key}: the manual says {row[1]}, the code {actual[key]}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_metrics_table_names_every_instrument_and_no_other() => AssertSame(
        "metrics",
        Document.At("docs/metrics-and-alerts.md").Table("Metrics").SelectMany(row => Document.Codes(row[0])),
        Instruments.All.Select(Instruments.PrometheusName));

    // 1005 and 1006 are never sent (RFC 6455 §7.4.1): they are names for the log.
    [Fact]
    public void The_close_codes_table_lists_every_code_that_is_sent_under_its_name() => AssertSame(
        "close codes",
        ClientProtocol.Table("Close codes").Select(row => $"{row[0]} {Document.Codes(row[1]).Single()}"),
        CloseCode.All.Except([CloseCode.NoStatus, CloseCode.Abnormal]).Select(code => $"{code.Value} {code.Name}"));

    // Codes that only the admin API answers with are not among the client protocol's.
    private static readonly string[] OfTheAdminApi = [ErrorCode.UnknownConnection, ErrorCode.IdempotencyKeyReused];

    [Fact]
    public void The_error_codes_are_those_of_the_client_protocol() => AssertSame(
        "error codes",
        ClientProtocol.Table("Error codes").SelectMany(row => Document.Codes(row[0])).Except(OfTheAdminApi),
        typeof(ErrorCode).GetFields().Select(field => (string)field.GetValue(null)!).Except(OfTheAdminApi));

    private static IEnumerable<(string Key, string Default)> Settings() =>
    [
        .. typeof(ServerSettings).GetProperties().SelectMany(section => SettingsOf(section.Name, section.GetValue(new ServerSettings())!)),
        .. SettingsOf("Tls", new TlsOptions()),
        .. SettingsOf("Tokens", new TokenOptions()),
        .. SettingsOf("Admin", new AdminOptions()),
        .. SettingsOf("Webhooks", new WebhookOptions()),
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
        Assert.True(
            undocumented.Length + unknown.Length == 0,
            $"{what} that the manual does not list: {string.Join(", ", undocumented)}; that it lists and the code does not have: {string.Join(", ", unknown)}");
    }
}
