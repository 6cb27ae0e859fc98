using CsCheck;
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
    public void Messages_that_the_disk_could_not_give_back_are_a_gap_between_those_that_it_could()
    {
        var messages = Log(Limits, 7).Read(0, 100, 1_000_000).Messages;

        var log = TopicLog.Restore(new TopicPosition("e", 7), Limits, [messages[0], messages[3], messages[4]], TimeSpan.Zero);

        Assert.Equal([(null, "1", false), ("2-3 damaged", "4 5", false), ("6-7 damaged", "", true)], Pages(log));
        Assert.Equal((7, 1), (log.Count, log.OldestKept));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_recovery_is_complete_behind_the_last_message_that_was_lost(long since, bool isComplete)
    {
        var messages = Log(Limits, 5).Read(0, 100, 1_000_000).Messages;

        var log = TopicLog.Restore(new TopicPosition("e", 5), Limits, [messages[0], messages[3], messages[4]], TimeSpan.Zero);

        Assert.Equal(isComplete, log.Recover(Since(since)).IsComplete);
    }

    [Fact]
    public void More_lost_messages_than_the_log_keeps_are_as_if_there_had_been_none()
    {
        var messages = Log(Limits, 3).Read(0, 100, 1_000_000).Messages;

        var log = TopicLog.Restore(new TopicPosition("e", 1_000_000_000), Limits, messages, TimeSpan.Zero);

        Assert.Equal((0, 1_000_000_001), (log.Count, log.OldestKept));
    }

    [Fact]
    public void Messages_out_of_order_are_refused()
    {
        var messages = Log(Limits, 3).Read(0, 100, 1_000_000).Messages;

        Assert.Throws<ArgumentException>(() => TopicLog.Restore(new TopicPosition("e", 3), Limits, [messages[1], messages[0]], TimeSpan.Zero));
    }

    [Fact]
    public void A_log_is_cleared_up_to_an_offset_and_no_further()
    {
        var log = Log(Limits, 5);

        log.ClearThrough(3);

        Assert.Equal((4, 2, new TopicPosition("e", 5)), (log.OldestKept, log.Count, log.Position));
    }

    private static IEnumerable<(string? Missed, string Offsets, bool IsEnd)> Pages(TopicLog log)
    {
        LogPage page;
        for (var after = 0L; ; after = page.After)
        {
            page = log.Read(after, 100, 1_000_000);
            var missed = page.Missed is { } range ? $"{range.From}-{range.To} {range.Reason}" : null;
            yield return (missed, string.Join(' ', page.Messages.Select(message => message.Offset)), page.IsEnd);
            if (page.IsEnd)
                yield break;
        }
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
