using System.Reflection;
using WsActors.Actors.Settings;
using WsActors.AspNetCore.Admin;

namespace WsActors.Server.Tests.Admin;

public sealed class RuleAnswerTests
{
    [Fact]
    public void The_rule_in_force_shows_every_key_of_a_rule() =>
        AssertShown(new TopicRule { Match = "*" }, rule => RuleAnswer.Of(rule));

    [Fact]
    public void The_rule_in_force_shows_every_key_of_its_history() =>
        AssertShown(new HistoryRule(), history => RuleAnswer.Of(new TopicRule { Match = "*", History = history }).History);

    // Every key gets a value of its own that is not its default, so that one that is forgotten or mixed up with another is seen.
    private static void AssertShown<TRule>(TRule rule, Func<TRule, object> answerOf)
    {
        var keys = typeof(TRule).GetProperties().Where(key => key.CanWrite && key.PropertyType != typeof(HistoryRule)).ToArray();
        foreach (var (index, key) in keys.Index())
            key.SetValue(rule, Another(key, key.GetValue(rule)!, index + 1));
        var answer = answerOf(rule);

        Assert.All(keys, key => Assert.True(
            answer.GetType().GetProperty(key.Name)?.GetValue(answer)?.ToString() == key.GetValue(rule)!.ToString(),
            $"{answer.GetType().Name} does not show {key.Name}"));
    }

    private static object Another(PropertyInfo key, object byDefault, int number) => byDefault switch
    {
        string => key.Name,
        bool flag => !flag,
        int count => count + number,
        TimeSpan time => time + TimeSpan.FromSeconds(number),
        Enum value => Enum.GetValues(key.PropertyType).Cast<object>().Where(other => !other.Equals(value)).ElementAt(number % 2),
        _ => throw new InvalidOperationException($"this test knows no other value for {key.Name}, a {key.PropertyType.Name}"),
    };
}
