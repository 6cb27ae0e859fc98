using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

public sealed class MissedRangeTests
{
    [Fact]
    public void A_range_of_one_message_is_a_range()
    {
        var range = new MissedRange(3, 3, MissedRange.NoHistory);
        Assert.Equal((3, 3, "no_history"), (range.From, range.To, range.Reason));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public void A_range_that_is_empty_or_begins_before_the_first_message_is_a_mistake_of_ours(long from, long to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MissedRange(from, to, MissedRange.NoHistory));
}
