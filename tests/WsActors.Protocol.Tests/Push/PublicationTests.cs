using System.Text;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Push;

public sealed class PublicationTests
{
    [Theory]
    [InlineData("null")]
    [InlineData(" {\"a\": [1, \"ü\"]} ")]
    [InlineData("\"\"")]
    public void One_JSON_value_is_a_JSON_publication_as_it_was_written(string json)
    {
        Assert.True(Publication.TryParseJson(Encoding.UTF8.GetBytes(json), out var publication, out _));
        Assert.Equal(PayloadFormat.Json, publication.Format);
        Assert.Equal(json, Encoding.UTF8.GetString(publication.Payload.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("{'a':1}")]
    [InlineData("[1,]")]
    [InlineData("// comment\n1")]
    public void What_is_not_one_JSON_value_is_refused(string json) =>
        Assert.StartsWith("not one JSON value nested at most 64 deep", JsonFaultOf(Encoding.UTF8.GetBytes(json)), StringComparison.Ordinal);

    [Fact]
    public void A_fault_names_the_line_and_the_byte() =>
        Assert.EndsWith("wrong at line 2, byte 3", JsonFaultOf("[1,\n1 x]"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public void JSON_nests_64_deep_and_no_deeper()
    {
        Assert.True(Publication.TryParseJson(Nested(64), out _, out _));
        Assert.False(Publication.TryParseJson(Nested(65), out _, out _));
    }

    [Fact]
    public void JSON_that_is_not_UTF8_is_refused() =>
        Assert.Equal("the JSON is not valid UTF-8", JsonFaultOf([(byte)'"', 0xFF, (byte)'"']));

    [Fact]
    public void Text_is_any_UTF8()
    {
        Assert.True(Publication.TryParseText("a\0ü"u8.ToArray(), out var publication, out _));
        Assert.Equal(PayloadFormat.Text, publication.Format);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        Assert.False(Publication.TryParseText(new byte[] { 0xC3 }, out _, out var fault));
        Assert.Equal("the text is not valid UTF-8", fault);
    }

    [Fact]
    public void Binary_is_any_bytes_kept_and_not_copied()
    {
        byte[] bytes = [0xFF, 0x00];
        var publication = Publication.FromBinary(bytes);
        Assert.Equal(PayloadFormat.Binary, publication.Format);
        Assert.True(publication.Payload.Equals(bytes.AsMemory()));
    }

    private static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

    private static string JsonFaultOf(byte[] json)
    {
        Assert.False(Publication.TryParseJson(json, out _, out var fault));
        return fault;
    }
}
