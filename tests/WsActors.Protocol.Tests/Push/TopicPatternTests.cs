using System.Text.RegularExpressions;
using CsCheck;
using WsActors.Protocol.Push;

namespace WsActors.Protocol.Tests.Push;

public sealed class TopicPatternTests
{
    [Theory]
    [InlineData("news", "news", true)]
    [InlineData("news", "news.sport", false)]
    [InlineData("news", "News", false)]
    [InlineData("*", "anything", true)]
    [InlineData("prices.*", "prices.eur", true)]
    [InlineData("prices.*", "prices.", true)]
    [InlineData("prices.*", "prices", false)]
    [InlineData("prices.*", "prices.eur.usd", true)]
    [InlineData("*.stats", "$node.stats", true)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "a.b.b.c", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("a**c", "ac", true)]
    public void A_star_stands_for_any_characters_and_none(string pattern, string name, bool matches) =>
        Assert.Equal(matches, TopicPattern.Parse(pattern).Matches(TopicName.Parse(name)));

    [Fact]
    public void The_beginning_and_the_end_of_a_match_do_not_overlap() =>
        Assert.False(TopicPattern.Parse("aba*aba").Matches(TopicName.Parse("aba")));

    [Fact]
    public void A_pattern_is_written_as_it_was_read() => Assert.Equal("a.*", TopicPattern.Parse("a.*").ToString());

    [Fact]
    public void What_could_be_no_name_is_no_pattern()
    {
        Assert.False(TopicPattern.TryParse("", out _, out var fault));
        Assert.Equal("a topic name is empty: 1 to 255 bytes are allowed", fault);
        Assert.Throws<ArgumentException>(() => TopicPattern.Parse("a\n"));
    }

    [Fact]
    public void A_pattern_matches_what_the_regular_expression_with_the_same_stars_matches()
    {
        // Few letters, so that matches are frequent and parts repeat.
        var pattern = Gen.String[Gen.Char["ab*"], 1, 8];
        var name = Gen.String[Gen.Char["ab"], 1, 10];

        Gen.Select(pattern, name).Sample((star, text) =>
            TopicPattern.Parse(star).Matches(TopicName.Parse(text)) == AsRegex(star).IsMatch(text));
    }

    private static Regex AsRegex(string pattern) =>
        new("^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.Singleline);
}
