using WsActors.LoadTest.Checking;
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

    [Fact]
    public void A_secure_address_passes() => ScenarioRules.Check(Valid with { Url = "wss://example.org" });

    [Fact]
    public void Nodes_with_both_addresses_pass() =>
        ScenarioRules.Check(Valid with { MoreUrls = ["ws://127.0.0.1:2"], MoreAdmins = ["http://127.0.0.1:3"] });

    [Fact]
    public void A_balancer_in_front_of_nodes_passes() => ScenarioRules.Check(Valid with { MoreAdmins = ["http://127.0.0.1:3"] });

    [Fact]
    public void Each_node_has_both_addresses() => Refused(Valid with { MoreUrls = ["ws://127.0.0.1:2"] }, "--url is given 2 times");

    [Fact]
    public void All_nodes_are_reached_in_the_same_way() =>
        Refused(Valid with { MoreUrls = ["wss://127.0.0.1:2"], MoreAdmins = ["http://127.0.0.1:3"] }, "--url");

    [Fact]
    public void A_feed_that_has_no_room_is_refused() =>
        Refused(Valid with { PayloadKind = PayloadKind.Json, Payload = QuotesPayload.MinPayload - 1 }, "--payload");

    [Fact]
    public void Publishers_are_a_closed_loop() =>
        Refused(Valid with { Kind = ScenarioKind.Publishers, Publishers = 1, Rate = 10 }, "--rate");

    [Fact]
    public void A_window_that_counts_answers_passes() => ScenarioRules.Check(Valid with { Window = PublicationWindow.Answered });

    [Fact]
    public void Answers_open_the_window_of_a_closed_loop_only()
    {
        Refused(Valid with { Window = PublicationWindow.Answered, Rate = 10 }, "--window answered");
        Refused(Valid with { Window = PublicationWindow.Answered, Waves = true }, "--window answered");
        Refused(Valid with { Window = PublicationWindow.Answered, Kind = ScenarioKind.Kill, Rate = 10 }, "--window answered");
    }

    [Fact]
    public void Messages_that_are_not_read_have_no_order() =>
        Refused(Valid with { Window = PublicationWindow.Answered, Compress = CompressionOffer.Keep }, "--compress keep");

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://localhost/{topic}", true)]
    [InlineData("mqtt://localhost:1883", false)]
    public void A_broker_answers_no_publication(string? address, bool answers) =>
        Assert.Equal(answers, (Valid with { Window = PublicationWindow.Answered, PublishUrl = address }).CountsAnswers);

    [Fact]
    public void Memory_after_leaving_is_compared_with_that_before_the_first_client() =>
        Refused(Valid with { Kind = ScenarioKind.Idle, Baseline = 1, AfterLeaving = TimeSpan.FromSeconds(1) }, "--baseline");

    [Fact]
    public void A_fairness_load_needs_quiet_topics_and_an_end()
    {
        var fairness = ScenarioFile.Read("fairness");
        ScenarioRules.Check(fairness);
        Refused(fairness with { QuietTopics = 0 }, "--quiet-topics");
        Refused(fairness with { QuietRate = 0 }, "--quiet-rate");
        Refused(fairness with { Duration = TimeSpan.Zero, Publications = 1 }, "--duration");
        Refused(fairness with { AfterLeaving = TimeSpan.FromSeconds(1) }, "--after-leaving");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void A_batch_has_bounds(int batch) =>
        Refused(Valid with { Batch = batch }, "--batch");

    [Fact]
    public void Counting_messages_that_are_not_read_needs_one_topic_a_connection() =>
        Refused(Valid with { Compress = CompressionOffer.Keep, Topics = 2, TopicsPerConnection = 2 }, "--compress keep");

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_told_with_the_option_that_mends_it(string field, string option)
    {
        var scenario = field switch
        {
            nameof(Scenario.Url) => Valid with { Url = "http://example.org" },
            nameof(Scenario.Connections) => Valid with { Connections = 0 },
            nameof(Scenario.Payload) => Valid with { Payload = 5 },
            nameof(Scenario.TopicsPerConnection) => Valid with { TopicsPerConnection = 2 },
            nameof(Scenario.Publications) => Valid with { Publications = 0 },
            nameof(Scenario.InFlight) => Valid with { InFlight = 0 },
            nameof(Scenario.Sources) => Valid with { Sources = 255 },
            _ => Valid with { Admin = "ftp://example.org" },
        };

        Refused(scenario, option);
    }

    private static void Refused(Scenario scenario, string option) =>
        Assert.Contains(option, Assert.Throws<UsageException>(() => ScenarioRules.Check(scenario)).Message, StringComparison.Ordinal);
}
