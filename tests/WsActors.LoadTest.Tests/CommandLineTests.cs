using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--connections", "many", "whole number")]
    [InlineData("--rate", "fast", "number")]
    [InlineData("--mode", "loud", "json, plain, echo, raw, mqtt, nats or signalR")]
    [InlineData("--payload-kind", "xml", "filler or json")]
    [InlineData("--window", "sent", "delivered or answered")]
    public void A_value_of_the_wrong_kind_is_explained_without_names_of_types(string option, string value, string words)
    {
        var commandLine = new CommandLine();
        commandLine.Root.SetAction(_ => 0);
        var line = commandLine.Root.Parse(["fan-out", option, value]);
        var explained = CommandLine.Explain(Assert.Single(line.Errors).Message);
        Assert.Contains(words, explained, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", explained, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_stands_above_the_file()
    {
        var commandLine = new CommandLine();
        var scenario = commandLine.ScenarioOf(commandLine.Root.Parse(["fan-out", "--connections", "7", "--duration", "90s"]));
        Assert.Equal((7, TimeSpan.FromSeconds(90), 100), (scenario.Connections, scenario.Duration, scenario.Publications));
    }

    [Theory]
    [InlineData("idle --connections 200", 20)]
    [InlineData("idle --connections 200 --baseline 50", 50)]
    [InlineData("idle --connections 5000", 2000)]
    [InlineData("fan-out --connections 200", 0)]
    public void Fewer_connections_than_the_scenarios_baseline_get_a_smaller_one(string line, int baseline) =>
        Assert.Equal(baseline, Parse(line).Baseline);

    [Fact]
    public void A_duration_that_is_none_is_wrong_usage()
    {
        var commandLine = new CommandLine();
        Assert.Throws<UsageException>(() => commandLine.ScenarioOf(commandLine.Root.Parse(["fan-out", "--duration", "soon"])));
    }

    [Theory]
    [InlineData("fan-out", "None")]
    [InlineData("fan-out --compress", "Each")]
    [InlineData("fan-out --compress --payload 1024", "Each")]
    [InlineData("fan-out --compress keep", "Keep")]
    public void Compression_is_offered_as_the_command_line_says(string line, string compress) =>
        Assert.Equal(Enum.Parse<CompressionOffer>(compress), Parse(line).Compress);

    [Fact]
    public void Another_word_than_keep_is_refused() =>
        Assert.Contains("--compress is \"always\"", Assert.Throws<UsageException>(() => Parse("fan-out --compress always")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_feed_and_a_certificate_of_ones_own_can_be_asked_for()
    {
        var scenario = Parse("fan-out --payload-kind json --insecure --url wss://localhost:1");
        Assert.Equal((PayloadKind.Json, true, true), (scenario.PayloadKind, scenario.Insecure, scenario.IsSecure));
    }

    [Fact]
    public void The_window_counts_deliveries_unless_answers_are_asked_for() =>
        Assert.Equal((PublicationWindow.Delivered, PublicationWindow.Answered), (Parse("fan-out").Window, Parse("fan-out --window answered").Window));

    [Fact]
    public void Several_nodes_are_given_by_several_addresses()
    {
        var scenario = Parse("fan-out --url ws://a:1 --admin http://a:2 --url ws://b:1 --admin http://b:2");
        Assert.Equal(["ws://a:1", "ws://b:1"], scenario.Urls);
        Assert.Equal(["http://a:2", "http://b:2"], scenario.Admins);
    }

    private static Scenario Parse(string line)
    {
        var commandLine = new CommandLine();
        return commandLine.ScenarioOf(commandLine.Root.Parse(line));
    }
}
