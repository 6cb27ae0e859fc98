using System.Text.RegularExpressions;
using CsCheck;
using WsActors.Protocol.Topics;

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

    [Theory]
    [InlineData("users.{user}.*", "users.ann.inbox", true)]
    [InlineData("users.{user}.*", "users.ann.inbox.new", true)]
    [InlineData("users.{user}.*", "users.ann", false)]
    [InlineData("users.{user}.*", "users..inbox", true)]
    [InlineData("users.{user}", "users.", true)]
    [InlineData("users.{user}", "users.ann", true)]
    [InlineData("users.{user}", "users.ann.inbox", false)]
    [InlineData("{user}", "ann", true)]
    public void User_stands_for_one_segment_that_is_not_empty(string pattern, string name, bool matches) =>
        Assert.Equal(matches, TopicPattern.Parse(pattern).Matches(TopicName.Parse(name)));

    [Theory]
    [InlineData("users.{user}.*", "users.ann.inbox", "ann", true)]
    [InlineData("users.{user}.*", "users.ann.inbox", "an", false)]
    [InlineData("users.{user}.*", "users.ann.inbox", "Ann", false)]
    [InlineData("users.{user}.*", "users.ann.inbox", "*", false)]
    [InlineData("users.{user}.*", "users.ann.inbox", "", false)]
    [InlineData("users.{user}.*", "users.ann.inbox", null, false)]
    [InlineData("users.{user}.*", "users..inbox", "", false)]
    [InlineData("users.{user}.*", "users..inbox", "ann", false)]
    [InlineData("users.{user}.*", "users.ann.inbox.new", "ann.inbox", false)]
    [InlineData("users.{user}.*", "users.{user}.inbox", "ann", false)]
    [InlineData("users.{user}.*", "users.ann%2Eb.inbox", "ann.b", true)]
    [InlineData("users.{user}.*", "users.ann%2Eb.inbox", "ann%2Eb", false)]
    [InlineData("{user}.stats", "$node.stats", "$node", false)]
    [InlineData("news.*", "news.sport", null, true)]
    public void User_is_the_one_whose_id_the_segment_is_character_for_character(
        string pattern, string name, string? user, bool matches) =>
        Assert.Equal(matches, TopicPattern.Parse(pattern).Matches(TopicName.Parse(name), user));

    [Theory]
    [InlineData("*.{user}")]
    [InlineData("a*{user}")]
    [InlineData("users-{user}.x")]
    [InlineData("{user}s")]
    [InlineData("{user}*")]
    [InlineData("{user}.{user}")]
    public void User_that_could_stand_in_several_places_is_no_pattern(string text) =>
        Assert.False(TopicPattern.TryParse(text, out _, out _));

    [Fact]
    public void No_two_users_share_a_topic_and_none_reaches_over_its_segment() => Gen.Select(Id, Id).Sample((one, other) =>
    {
        var pattern = TopicPattern.Parse("users.{user}.*");
        var topic = TopicName.Parse($"users.{UserSegment.Of(one)}.inbox");

        return pattern.Matches(topic, one) && pattern.Matches(topic, other) == (one == other);
    });

    private static readonly Gen<string> Id = Gen.Char["ab.*$%{}25E4"].Array[1, 8].Select(letters => new string(letters));

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
