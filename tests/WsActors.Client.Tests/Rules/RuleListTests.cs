using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace WsActors.Client.Tests.Rules;

/// <summary>Compares the rules of docs/client-rules.md with these tests, whose names begin with the number of their rule.</summary>
public sealed partial class RuleListTests
{
    [Fact]
    public void Each_rule_has_a_test_and_each_test_a_rule()
    {
        var rules = NumbersOfRules();
        var tests = Numbers(TestName(), string.Join('\n', TestNames()));

        Assert.NotEmpty(rules);
        Assert.Equal(rules, tests);
    }

    internal static int[] NumbersOfRules() =>
        Numbers(RuleHeading(), File.ReadAllText(Path.Combine(Repository.Root, "docs", "client-rules.md")));

    private static IEnumerable<string> TestNames() =>
        from type in typeof(RuleListTests).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetCustomAttributes<FactAttribute>().Any(fact => fact.Skip is null)
        select method.Name;

    private static int[] Numbers(Regex pattern, string text) =>
        [.. pattern.Matches(text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().Order()];

    [GeneratedRegex(@"^\*\*([0-9]+)\. ", RegexOptions.Multiline)]
    private static partial Regex RuleHeading();

    [GeneratedRegex("^Rule_([0-9]+)_", RegexOptions.Multiline)]
    private static partial Regex TestName();
}
