using CsCheck;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

public sealed class SinceRequestTests
{
    [Theory]
    [InlineData("e", 0)]
    [InlineData(null, long.MaxValue)]
    public void An_epoch_or_none_and_an_offset_from_0_are_a_position(string? epoch, long offset)
    {
        Assert.True(SinceRequest.TryCreate(epoch, offset, out var since, out var fault));
        Assert.Equal((epoch, offset), (since.Epoch, since.Offset));
        Assert.Null(fault);
    }

    [Fact]
    public void An_epoch_of_64_characters_is_legal() => Assert.True(SinceRequest.TryCreate(new string('e', 64), 1, out _, out _));

    [Theory]
    [InlineData("", 1, "the epoch is 0 characters: 1 to 64 are allowed")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", 1, "the epoch is 65 characters: 1 to 64 are allowed")]
    [InlineData("e", -1, "the offset is -1: 0 or more is allowed")]
    public void A_fault_says_what_is_wrong_and_what_is_allowed(string epoch, long offset, string expected)
    {
        Assert.False(SinceRequest.TryCreate(epoch, offset, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("e7-41", null, "e7", 41)]
    [InlineData("a-b-0", "other", "a-b", 0)]
    [InlineData("41", "e7", "e7", 41)]
    [InlineData("41", null, null, 41)]
    public void A_position_is_an_epoch_and_an_offset_or_an_offset_alone(string text, string? named, string? epoch, long offset)
    {
        Assert.True(SinceRequest.TryParse(text, named, out var since, out _));
        Assert.Equal((epoch, offset), (since.Epoch, since.Offset));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("e-")]
    [InlineData("e")]
    [InlineData("e-+1")]
    [InlineData("e-9223372036854775808")]
    public void What_is_no_position_is_refused_with_what_is_allowed(string text)
    {
        Assert.False(SinceRequest.TryParse(text, null, out _, out var fault));
        Assert.Contains("EPOCH-OFFSET", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_is_read_back_from_its_text() => Gen.Select(Gen.Char.AlphaNumeric.Array[1, 64], Gen.Long[0, long.MaxValue]).Sample((epoch, offset) =>
    {
        var position = new TopicPosition(new string(epoch), offset);
        return SinceRequest.TryParse(position.Text, null, out var since, out _) && since == SinceRequest.From(position);
    });

    [Fact]
    public void A_position_that_a_log_gave_out_can_be_asked_for_again()
    {
        var since = SinceRequest.From(new TopicPosition("e", 7));
        Assert.Equal(("e", 7), (since.Epoch, since.Offset));
    }
}
