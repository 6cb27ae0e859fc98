using CsCheck;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

public sealed class TopicLogTests
{
    private static readonly Publication Anything = Publication.FromBinary(new byte[] { 1 });

    [Fact]
    public void A_new_log_stands_before_its_first_message() => Assert.Equal(new TopicPosition("e", 0), new TopicLog("e").Position);

    [Fact]
    public void Messages_are_numbered_from_1_without_holes()
    {
        var log = new TopicLog("e");

        Assert.Equal([1, 2, 3], [log.Append(Anything, TimeSpan.Zero), log.Append(Anything, TimeSpan.Zero), log.Append(Anything, TimeSpan.Zero)]);
        Assert.Equal(new TopicPosition("e", 3), log.Position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void An_epoch_is_1_to_64_characters(string epoch) => Assert.ThrowsAny<ArgumentException>(() => new TopicLog(epoch));

    [Theory]
    [InlineData("e", 5)]
    [InlineData(null, 5)]
    public void Who_has_seen_everything_has_missed_nothing(string? epoch, long offset) =>
        Assert.Equal(new Recovery(true, null, offset), LogOf(5).Recover(Since(epoch, offset)));

    [Theory]
    [InlineData("e")]
    [InlineData(null)]
    public void Who_stopped_earlier_has_missed_what_came_since(string? epoch) =>
        Assert.Equal(new Recovery(false, new MissedRange(3, 5, MissedRange.NoHistory), 5), LogOf(5).Recover(Since(epoch, 2)));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(99)]
    public void Who_knew_another_log_has_missed_all_of_this_one(long offset) =>
        Assert.Equal(new Recovery(false, new MissedRange(1, 5, MissedRange.EpochChanged), 5), LogOf(5).Recover(Since("other", offset)));

    [Theory]
    [InlineData("e")]
    [InlineData(null)]
    public void Who_claims_more_than_there_is_knew_another_log(string? epoch) =>
        Assert.Equal(new Recovery(false, new MissedRange(1, 5, MissedRange.OffsetAhead), 5), LogOf(5).Recover(Since(epoch, 6)));

    [Theory]
    [InlineData("other", 0, MissedRange.EpochChanged)]
    [InlineData("other", 3, MissedRange.EpochChanged)]
    [InlineData("e", 3, MissedRange.OffsetAhead)]
    [InlineData(null, 3, MissedRange.OffsetAhead)]
    public void In_an_empty_log_the_gap_of_who_knew_another_is_empty_and_ends_at_0(string? epoch, long offset, string reason) =>
        Assert.Equal(new Recovery(false, MissedRange.OfOtherLog(0, reason), 0), LogOf(0).Recover(Since(epoch, offset)));

    [Fact]
    public void A_recovery_is_complete_or_names_a_gap_that_begins_behind_what_the_subscriber_has()
    {
        var epoch = Gen.OneOf(Gen.Const("e"), Gen.Const("other"), Gen.Const((string?)null)!);
        Gen.Select(Gen.Int[0, 8], epoch, Gen.Long[0, 10]).Sample((messages, named, offset) =>
        {
            var recovery = LogOf(messages).Recover(Since(named, offset));
            var isOtherLog = named == "other" || offset > messages;
            return recovery.IsComplete == recovery.Missed is null && recovery.Seen == (isOtherLog ? 0 : offset);
        });
    }

    [Fact]
    public void A_recovery_is_complete_exactly_when_the_position_is_the_logs_own()
    {
        var epoch = Gen.OneOf(Gen.Const("e"), Gen.Const("other"), Gen.Const((string?)null)!);
        Gen.Select(Gen.Int[0, 8], epoch, Gen.Long[0, 10]).Sample((messages, named, offset) =>
        {
            var recovery = LogOf(messages).Recover(Since(named, offset));
            var isCurrent = named is null or "e" && offset == messages;
            var namesTheEnd = recovery.Missed is null || recovery.Missed.To == messages;
            return recovery.IsComplete == isCurrent && namesTheEnd;
        });
    }

    private static TopicLog LogOf(int messages)
    {
        var log = new TopicLog("e");
        for (var i = 0; i < messages; i++)
            log.Append(Anything, TimeSpan.Zero);
        return log;
    }

    private static SinceRequest Since(string? epoch, long offset)
    {
        Assert.True(SinceRequest.TryCreate(epoch, offset, out var since, out _));
        return since;
    }
}
