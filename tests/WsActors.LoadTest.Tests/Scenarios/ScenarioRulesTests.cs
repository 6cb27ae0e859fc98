using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Scenarios;

public sealed class ScenarioRulesTests
{
    private static readonly Scenario Valid = new() { Publications = 1 };

    public static TheoryData<string, string> Broken => new()
    {
        { nameof(Scenario.Url), "--url" },
        { nameof(Scenario.Connections), "--connections" },
        { nameof(Scenario.Payload), "--payload" },
        { nameof(Scenario.TopicsPerConnection), "--topics-per-connection" },
        { nameof(Scenario.Publications), "--duration" },
        { nameof(Scenario.InFlight), "--in-flight" },
        { nameof(Scenario.Sources), "--sources" },
        { nameof(Scenario.Admin), "--admin" },
    };

    [Fact]
    public void A_valid_scenario_passes() => ScenarioRules.Check(Valid);

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_told_with_the_option_that_mends_it(string field, string option)
    {
        var scenario = field switch
        {
            nameof(Scenario.Url) => Valid with { Url = "wss://example.org" },
            nameof(Scenario.Connections) => Valid with { Connections = 0 },
            nameof(Scenario.Payload) => Valid with { Payload = 5 },
            nameof(Scenario.TopicsPerConnection) => Valid with { TopicsPerConnection = 2 },
            nameof(Scenario.Publications) => Valid with { Publications = 0 },
            nameof(Scenario.InFlight) => Valid with { InFlight = 0 },
            nameof(Scenario.Sources) => Valid with { Sources = 255 },
            _ => Valid with { Admin = "ftp://example.org" },
        };

        Assert.Contains(option, Assert.Throws<UsageException>(() => ScenarioRules.Check(scenario)).Message, StringComparison.Ordinal);
    }
}
