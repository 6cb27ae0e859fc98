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
    [InlineData(0)]
    [InlineData(7)]
    public void The_range_of_who_knew_another_log_begins_at_1_and_may_be_empty(long to)
    {
        var range = MissedRange.OfOtherLog(to, MissedRange.EpochChanged);
        Assert.Equal((1, to, "epoch_changed"), (range.From, range.To, range.Reason));
    }

    [Fact]
    public void A_range_of_another_log_that_ends_before_its_beginning_is_a_mistake_of_ours() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MissedRange.OfOtherLog(-1, MissedRange.EpochChanged));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    public void A_range_that_is_empty_or_begins_before_the_first_message_is_a_mistake_of_ours(long from, long to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MissedRange(from, to, MissedRange.NoHistory));
}
