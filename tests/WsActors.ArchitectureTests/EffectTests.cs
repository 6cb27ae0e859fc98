using System.Text.RegularExpressions;
using WsActors.ArchitectureTests.Documents;

namespace WsActors.ArchitectureTests;

/// <summary>
/// Every documented setting and claim changes behaviour, and a test shows it: <see cref="Effects"/> names the test. A claim was once
/// documented and read, and changed nothing.
/// </summary>
public sealed class EffectTests
{
    private const string Indirectly = "Indirectly: ";

    [Fact]
    public void Each_documented_setting_names_the_test_that_shows_its_effect_and_nothing_else_does() => AssertSame(
        ReferenceTests.SettingsRows.Select(row => Document.Codes(row[0]).Single()), Effects.OfSettings.Keys);

    [Fact]
    public void Each_documented_claim_names_the_test_that_shows_its_effect_and_nothing_else_does() => AssertSame(
        Document.At("docs/tokens-and-rules.md").Table("Tokens").SelectMany(row => Document.Codes(row[0])), Effects.OfClaims.Keys);

    [Fact]
    public void The_tests_are_there_and_name_the_setting_or_share_a_fixture_that_does() => Faults.None(
        FaultsOf(Effects.OfSettings, key => key.Split(':')[^1]),
        "Effects.cs names a test that shows what the setting changes");

    [Fact]
    public void The_tests_of_the_claims_are_there_and_name_the_claim_or_share_a_fixture_that_does() => Faults.None(
        FaultsOf(Effects.OfClaims, claim => claim),
        "Effects.cs names a test that shows what the claim changes");

    private static IEnumerable<string> FaultsOf(IReadOnlyDictionary<string, string> effects, Func<string, string> nameOf) =>
        from effect in effects
        where !effect.Value.StartsWith(Indirectly, StringComparison.Ordinal)
        let fault = FaultOf(effect.Value, nameOf(effect.Key))
        where fault is not null
        select $"{effect.Key}: {fault}";

    private static string? FaultOf(string test, string name)
    {
        var (type, method) = test.Split('.') is [var first, var second] ? (first, second) : (test, string.Empty);
        var files = TestFile.All.Where(file => file.Defines(type, method)).ToArray();
        if (files.Length == 0)
            return $"there is no test {test}";

        // A fixture lies in the folder of its tests.
        return files.Any(file => TestFile.All.Any(other => other.Folder == file.Folder && other.Mentions(name)))
            ? null
            : $"{test} and its folder do not mention {name}";
    }

    private static void AssertSame(IEnumerable<string> documented, IEnumerable<string> shown)
    {
        var (inManual, inTable) = (documented.ToArray(), shown.ToArray());
        Faults.None(inManual.Except(inTable), "Everything documented has a line in Effects.cs that names the test of its effect");
        Faults.None(inTable.Except(inManual), "Effects.cs lists only what the manual documents");
    }

    /// <summary>One C# file of the tests.</summary>
    private sealed record TestFile(string Folder, string Text)
    {
        public static readonly IReadOnlyList<TestFile> All =
            [.. SourceFile.OfTests().Select(file => new TestFile(Path.GetDirectoryName(file.Path)!, file.Text))];

        public bool Defines(string type, string method) =>
            Regex.IsMatch(Text, $@"\bclass {type}\b") && Regex.IsMatch(Text, $@"\b(void|Task) {method}\(");

        public bool Mentions(string name) => Regex.IsMatch(Text, $@"\b{name}\b");
    }
}
