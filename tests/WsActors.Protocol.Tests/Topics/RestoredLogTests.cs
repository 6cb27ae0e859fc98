using CsCheck;
using WsActors.Protocol.Push;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

/// <summary>A log that goes on where another process left it.</summary>
public sealed class RestoredLogTests
{
    private static readonly HistoryLimits Limits = new(100, TimeSpan.FromMinutes(1), 1_000_000);
    private static readonly Publication Anything = Publication.FromBinary(new byte[] { 1 });

    [Fact]
    public void A_restored_log_goes_on_as_the_lost_one_would_have() => Gen.Select(Gen.Int[0, 30], Gen.Int[1, 12], Gen.Int[0, 40]).Sample((appended, limit, since) =>
    {
        var limits = Limits with { Messages = limit };
        var log = Log(limits, appended);
        var restored = TopicLog.Restore(log.Position, limits, log.Read(0, 100, 1_000_000).Messages, TimeSpan.Zero);

        Assert.Equal(log.Append(Anything, TimeSpan.Zero), restored.Append(Anything, TimeSpan.Zero));
        Assert.Equal((log.Position, log.Count, log.Bytes), (restored.Position, restored.Count, restored.Bytes));
        Assert.Equal(log.Recover(Since(since)), restored.Recover(Since(since)));
    });

    [Fact]
    public void Epoch_and_offset_are_restored_where_no_message_is_kept()
    {
        var restored = TopicLog.Restore(new TopicPosition("e", 7), Limits, [], TimeSpan.Zero);

        Assert.Equal(new TopicPosition("e", 7), restored.Position);
        Assert.Equal(new MissedRange(3, 7, MissedRange.NotKept), restored.Recover(Since(2)).Missed);
    }

    [Fact]
    public void What_became_too_old_meanwhile_is_not_kept()
    {
        var messages = Log(Limits, 3).Read(0, 100, 1_000_000).Messages;

        Assert.Equal(0, TopicLog.Restore(new TopicPosition("e", 3), Limits, messages, TimeSpan.FromMinutes(1)).Count);
    }

    [Fact]
    public void Narrower_limits_are_in_force_at_once()
    {
        var messages = Log(Limits, 10).Read(0, 100, 1_000_000).Messages;

        Assert.Equal(8, TopicLog.Restore(new TopicPosition("e", 10), Limits with { Messages = 3 }, messages, TimeSpan.Zero).OldestKept);
    }

    [Fact]
    public void Messages_with_a_hole_are_refused()
    {
        var messages = Log(Limits, 3).Read(0, 100, 1_000_000).Messages;

        Assert.Throws<ArgumentException>(() => TopicLog.Restore(new TopicPosition("e", 3), Limits, [messages[0], messages[2]], TimeSpan.Zero));
    }

    [Fact]
    public void A_log_is_cleared_up_to_an_offset_and_no_further()
    {
        var log = Log(Limits, 5);

        log.ClearThrough(3);

        Assert.Equal((4, 2, new TopicPosition("e", 5)), (log.OldestKept, log.Count, log.Position));
    }

    private static TopicLog Log(HistoryLimits limits, int messages)
    {
        var log = new TopicLog("e", limits);
        for (var i = 0; i < messages; i++)
            log.Append(Anything, TimeSpan.Zero);
        return log;
    }

    private static SinceRequest Since(long offset) => SinceRequest.From(new TopicPosition("e", offset));
}
