using WsActors.Actors.Access;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Access;

/// <summary>The rule, the client and the topic decide; nothing else does.</summary>
public sealed class TopicAccessTests
{
    private static readonly Identity Ann = new() { User = "ann", Claims = [new Claim("role", "editor")] };

    [Theory]
    [InlineData(Permission.Nobody, false)]
    [InlineData(Permission.Anyone, true)]
    [InlineData(Permission.Authenticated, true)]
    [InlineData(Permission.Owner, true)]
    [InlineData(Permission.Claim, true)]
    [InlineData(Permission.Token, false)]
    public void A_user_may_what_the_rule_says(Permission permission, bool allowed)
    {
        Assert.Equal(allowed, Subscribes(permission, Ann));
        Assert.Equal(allowed, Publishes(permission, Ann));
    }

    [Theory]
    [InlineData(Permission.Nobody, false)]
    [InlineData(Permission.Anyone, true)]
    [InlineData(Permission.Authenticated, false)]
    [InlineData(Permission.Owner, false)]
    [InlineData(Permission.Claim, false)]
    [InlineData(Permission.Token, false)]
    public void A_stranger_may_what_the_rule_lets_anyone_do(Permission permission, bool allowed)
    {
        Assert.Equal(allowed, Subscribes(permission, Identity.Anonymous));
        Assert.Equal(allowed, Publishes(permission, Identity.Anonymous));
    }

    [Fact]
    public void The_application_is_asked_where_the_rule_says_so() =>
        Assert.IsType<AccessDecision.AskBackend>(Rules(Permission.Webhook).MaySubscribe(Ann, TopicName.Parse("users.ann.inbox")));

    [Theory]
    [InlineData("ben")]
    [InlineData("an")]
    [InlineData("ann.inbox")]
    [InlineData("*")]
    public void Another_user_is_not_the_owner(string user) => Assert.False(Subscribes(Permission.Owner, new Identity { User = user }));

    [Theory]
    [InlineData("role", "reader")]
    [InlineData("Role", "editor")]
    public void Another_claim_is_not_the_claim(string name, string value) =>
        Assert.False(Subscribes(Permission.Claim, new Identity { User = "ann", Claims = [new Claim(name, value)] }));

    [Theory]
    [InlineData(Permission.Anyone)]
    [InlineData(Permission.Authenticated)]
    [InlineData(Permission.Owner)]
    [InlineData(Permission.Claim)]
    [InlineData(Permission.Webhook)]
    public void A_token_that_lists_topics_takes_away_all_others(Permission permission)
    {
        var narrow = Ann with { MaySubscribe = [TopicPattern.Parse("news.*")], MayPublish = [] };

        Assert.False(Subscribes(permission, narrow));
        Assert.False(Publishes(permission, narrow));
    }

    [Fact]
    public void A_token_that_lists_a_topic_gives_it_where_the_rule_goes_by_tokens()
    {
        var named = Ann with { MaySubscribe = [TopicPattern.Parse("users.{user}.*")] };

        Assert.True(Subscribes(Permission.Token, named));
        Assert.False(Subscribes(Permission.Token, named with { User = "ben" }));
        Assert.False(Publishes(Permission.Token, named));
    }

    [Fact]
    public void A_token_that_lists_a_topic_does_not_open_what_the_rule_closes()
    {
        var named = Ann with { User = "ben", MaySubscribe = [TopicPattern.Parse("*")] };

        Assert.False(Subscribes(Permission.Nobody, named));
        Assert.False(Subscribes(Permission.Owner, named));
    }

    [Fact]
    public void Without_a_rule_anyone_listens_and_no_client_without_a_token_speaks()
    {
        var rules = new TopicRules([]);

        Assert.True(IsAllowed(rules.MaySubscribe(Identity.Anonymous, TopicName.Parse("news"))));
        Assert.False(IsAllowed(rules.MayPublish(Ann, TopicName.Parse("news"))));
    }

    [Fact]
    public void Denials_carry_the_code_of_what_was_asked()
    {
        var rules = Rules(Permission.Nobody);
        var topic = TopicName.Parse("users.ann.inbox");

        Assert.Equal(ErrorCode.SubscribeForbidden, Assert.IsType<AccessDecision.Denied>(rules.MaySubscribe(Ann, topic)).Code);
        Assert.Equal(ErrorCode.PublishForbidden, Assert.IsType<AccessDecision.Denied>(rules.MayPublish(Ann, topic)).Code);
    }

    private static bool Subscribes(Permission permission, Identity identity) =>
        IsAllowed(Rules(permission).MaySubscribe(identity, TopicName.Parse("users.ann.inbox")));

    private static bool Publishes(Permission permission, Identity identity) =>
        IsAllowed(Rules(permission).MayPublish(identity, TopicName.Parse("users.ann.inbox")));

    private static bool IsAllowed(AccessDecision decision) => decision is AccessDecision.Allowed;

    private static TopicRules Rules(Permission permission) => new([
        new TopicRule
        {
            Match = "users.{user}.*",
            Subscribe = permission,
            Publish = permission,
            SubscribeClaim = "role=editor",
            PublishClaim = "role=editor",
        }]);
}
