using System.Text;
using CsCheck;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Push;

public sealed class TopicNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("prices.eur.usd")]
    [InlineData("with space")]
    [InlineData("Größe/ü?#%")]
    [InlineData("😀")]
    [InlineData("*")]
    public void Printable_text_is_a_name(string text) => Assert.Equal(text, TopicName.Parse(text).Value);

    [Fact]
    public void A_name_of_255_bytes_is_legal() => Assert.Equal(255, TopicName.Parse(new string('x', 255)).Value.Length);

    [Fact]
    public void The_empty_name_is_refused_with_what_is_allowed() =>
        Assert.Equal("a topic name is empty: 1 to 255 bytes are allowed", FaultOf(""));

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void A_name_that_no_URL_can_carry_is_refused__RFC3986_5_2_4(string text) =>
        Assert.Contains("use another name", FaultOf(text), StringComparison.Ordinal);

    [Fact]
    public void The_limit_counts_bytes_of_UTF8_and_not_characters() =>
        Assert.Equal("a topic name is 256 bytes of UTF-8: at most 255 are allowed", FaultOf(new string('ü', 128)));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("\u0000")]
    [InlineData("a\u007f")]
    [InlineData("a\u0085")]
    public void Control_characters_are_refused(string text) => Assert.Contains("control character", FaultOf(text), StringComparison.Ordinal);

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        string[] halves = ["\ud83d", "a\ude00", "\ud83dx"];

        Assert.All(halves, half => Assert.Contains("surrogate pair", FaultOf(half), StringComparison.Ordinal));
    }

    [Fact]
    public void Names_that_begin_with_a_dollar_are_reserved()
    {
        Assert.True(TopicName.Parse("$node.stats").IsReserved);
        Assert.False(TopicName.Parse("cash$").IsReserved);
    }

    [Fact]
    public void Parse_throws_the_fault() => Assert.Throws<ArgumentException>(() => TopicName.Parse(""));

    [Fact]
    public void Names_are_equal_by_their_characters_case_included()
    {
        Assert.Equal(TopicName.Parse("news"), TopicName.Parse("news"));
        Assert.NotEqual(TopicName.Parse("news"), TopicName.Parse("News"));
    }

    [Fact]
    public void What_is_parsed_is_written_as_it_was_read_or_has_a_fault() => Gen.String[0, 300].Sample(text =>
        TopicName.TryParse(text, out var name, out var fault)
            ? fault is null && name.ToString() == text && Encoding.UTF8.GetByteCount(text) is > 0 and <= TopicName.MaxBytes
            : name is null && fault.Length > 0);

    private static string FaultOf(string text)
    {
        Assert.False(TopicName.TryParse(text, out _, out var fault));
        return fault;
    }
}
