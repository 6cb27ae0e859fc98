using WsActors.Actors.Access;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Access;

/// <summary>An operator's page reads the topics that it lists, and nothing else, whatever the rules say.</summary>
public sealed class OperatorAccessTests
{
    private static readonly Identity Operator = new() { IsOperator = true, MaySubscribe = [TopicPattern.Parse("$node.*")] };

    [Theory]
    [InlineData(Permission.Nobody)]
    [InlineData(Permission.Authenticated)]
    [InlineData(Permission.Webhook)]
    [InlineData(Permission.Anyone)]
    public void Its_list_stands_in_place_of_the_rules(Permission permission)
    {
        var rules = Rules(permission);

        Assert.IsType<AccessDecision.Allowed>(rules.MaySubscribe(Operator, TopicName.Parse("$node.stats")));
        Assert.IsType<AccessDecision.Denied>(rules.MaySubscribe(Operator, TopicName.Parse("news")));
        Assert.IsType<AccessDecision.Denied>(rules.MaySubscribe(Operator with { MaySubscribe = null }, TopicName.Parse("$node.stats")));
    }

    [Theory]
    [InlineData("$audit", true)]
    [InlineData("$audit.eu", true)]
    [InlineData("$auditors", false)]
    [InlineData("audit", false)]
    public void A_topic_for_operators_is_closed_to_clients_whatever_rules_and_tokens_say(string name, bool isClosed)
    {
        var (rules, topic) = (Rules(Permission.Anyone), TopicName.Parse(name));
        var listed = new Identity { User = "ann", MaySubscribe = [TopicPattern.Parse("*")] };

        Assert.Equal(isClosed, rules.MaySubscribe(Identity.Anonymous, topic) is AccessDecision.Denied);
        Assert.Equal(isClosed, rules.MaySubscribe(listed, topic) is AccessDecision.Denied);
        Assert.IsType<AccessDecision.Allowed>(rules.MaySubscribe(new Identity { ApiKey = 1 }, topic));
        Assert.IsType<AccessDecision.Allowed>(rules.MaySubscribe(Operator with { MaySubscribe = [TopicPattern.Parse("*")] }, topic));
    }

    [Fact]
    public void It_publishes_nothing_even_where_anyone_may() =>
        Assert.IsType<AccessDecision.Denied>(Rules(Permission.Anyone).MayPublish(Operator, TopicName.Parse("news")));

    [Fact]
    public void It_is_no_client() => Assert.Equal(
        (false, false, true), (Operator.IsClient, new Identity { ApiKey = 1 }.IsClient, Identity.Anonymous.IsClient));

    private static TopicRules Rules(Permission permission) => new([new TopicRule { Match = "*", Subscribe = permission, Publish = permission }]);
}
