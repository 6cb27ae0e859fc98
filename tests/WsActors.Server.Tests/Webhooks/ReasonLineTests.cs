using System.Text;
using CsCheck;
using WsActors.AspNetCore.Webhooks;

namespace WsActors.Server.Tests.Webhooks;

public sealed class ReasonLineTests
{
    [Theory]
    [InlineData("members only", "members only")]
    [InlineData("  members only\r\nand more", "members only")]
    [InlineData("""{"reason": "members only"}""", "members only")]
    [InlineData("""{"reason": "members only\nand more"}""", "members only")]
    [InlineData("bell\u0007 and \u001b[31mred", "bell and [31mred")]
    [InlineData("", null)]
    [InlineData(" \r\n", null)]
    [InlineData("<html><body>403 Forbidden</body></html>", null)]
    [InlineData("""{"error": "other"}""", null)]
    [InlineData("""{"reason": 7}""", null)]
    [InlineData("{not json", null)]
    public void It_is_the_first_line_of_a_text_or_the_reason_of_an_object(string body, string? expected) =>
        Assert.Equal(expected, ReasonLine.Of(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void It_is_cut_at_a_hundred_characters_and_never_within_one() =>
        Assert.Equal(new string('x', 99), ReasonLine.Of(Encoding.UTF8.GetBytes(new string('x', 99) + "😀")));

    [Fact]
    public void Whatever_the_bytes_it_is_short_without_control_characters_or_absent() => Gen.Byte.Array[0, 400].Sample(body =>
    {
        var line = ReasonLine.Of(body);
        Assert.True(line is null || (line.Length is > 0 and <= ReasonLine.MaxCharacters && !line.Any(char.IsControl)));
    });
}
