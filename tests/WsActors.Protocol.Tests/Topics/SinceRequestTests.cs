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

    [Fact]
    public void A_position_that_a_log_gave_out_can_be_asked_for_again()
    {
        var since = SinceRequest.From(new TopicPosition("e", 7));
        Assert.Equal(("e", 7), (since.Epoch, since.Offset));
    }
}
