using WsActors.Actors.Settings;
using WsActors.Server.Admin;

namespace WsActors.Server.Tests.Admin;

public sealed class RuleAnswerTests
{
    // No value is the default, so that one that is forgotten is seen.
    private static readonly TopicRule Rule = new()
    {
        Match = "chat.*",
        Subscribe = Permission.Claim,
        Publish = Permission.Claim,
        SubscribeClaim = "role=reader",
        PublishClaim = "role=editor",
        Presence = true,
        Events = true,
        History = new HistoryRule { Messages = 7, Age = TimeSpan.FromMinutes(3), Bytes = 4096, Durable = true },
        Delivery = DeliveryPolicy.Latest,
        DeliveryBytes = 8192,
    };

    [Fact]
    public void The_rule_in_force_shows_everything_that_a_rule_can_say() =>
        AssertShown(Rule, new TopicRule { Match = "*" }, RuleAnswer.Of(Rule));

    [Fact]
    public void The_rule_in_force_shows_everything_that_a_rule_says_about_history() =>
        AssertShown(Rule.History, new HistoryRule(), RuleAnswer.Of(Rule).History);

    private static void AssertShown(object rule, object byDefault, object answer) => Assert.All(
        rule.GetType().GetProperties().Where(setting => setting.PropertyType != typeof(HistoryRule)),
        setting =>
        {
            var value = setting.GetValue(rule)!;
            Assert.True(!value.Equals(setting.GetValue(byDefault)), $"this test does not set {setting.Name} to anything but its default");

            var shown = answer.GetType().GetProperty(setting.Name);
            Assert.True(shown is not null, $"the answer does not show {setting.Name}");
            Assert.Equal(value.ToString(), shown.GetValue(answer)!.ToString());
        });
}
