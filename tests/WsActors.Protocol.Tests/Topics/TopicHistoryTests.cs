using CsCheck;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

/// <summary>What a log keeps, and what it says of what it does not keep.</summary>
public sealed class TopicHistoryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly HistoryLimits Three = new(3, 10 * Second, 1_000_000);

    [Fact]
    public void Returning_subscriber_is_given_what_it_missed()
    {
        var log = Log(Three, messages: 3);

        var recovery = log.Recover(Since(1));

        Assert.Equal(new Recovery(true, null, 1), recovery);
        Assert.Equal([2L, 3L], Offsets(log.Read(recovery.After, 10, 1000)));
    }

    [Fact]
    public void Subscriber_that_saw_everything_has_nothing_to_read()
    {
        var log = Log(Three, messages: 3);

        var page = log.Read(log.Recover(Since(3)).After, 10, 1000);

        Assert.Empty(page.Messages);
        Assert.True(page.IsEnd);
    }

    [Fact]
    public void Messages_beyond_the_count_are_a_named_gap_and_the_rest_is_given()
    {
        var log = Log(Three, messages: 8);

        var recovery = log.Recover(Since(2));

        Assert.False(recovery.IsComplete);
        Assert.Equal(new MissedRange(3, 5, MissedRange.NotKept), recovery.Missed);
        Assert.Equal([6L, 7L, 8L], Offsets(log.Read(recovery.After, 10, 1000)));
    }

    [Fact]
    public void Messages_beyond_the_age_are_not_kept()
    {
        var log = new TopicLog("e", Three);
        log.Append(Text("old"), Second);
        log.Append(Text("young"), 5 * Second);
        log.Expire(11 * Second);

        Assert.Equal([2L], Offsets(log.Read(0, 10, 1000)));
        Assert.Equal(new MissedRange(1, 1, MissedRange.NotKept), log.Read(0, 10, 1000).Missed);
    }

    [Fact]
    public void Messages_beyond_the_bytes_are_not_kept()
    {
        var one = new LoggedMessage(1, default, Text("12345")).Bytes;
        var log = Log(new HistoryLimits(100, 10 * Second, 2 * one), messages: 5, "12345");

        Assert.Equal([4L, 5L], Offsets(log.Read(0, 10, 1000)));
        Assert.Equal(2 * one, log.Bytes);
    }

    [Fact]
    public void Smaller_limits_drop_what_exceeds_them_and_larger_ones_keep_more_from_then_on()
    {
        var log = Log(Three, messages: 3);

        log.Use(Three with { Messages = 1 }, default);
        Assert.Equal([3L], Offsets(log.Read(2, 10, 1000)));
        Assert.Equal(new MissedRange(1, 2, MissedRange.NotKept), log.Recover(Since(0)).Missed);

        log.Use(Three with { Messages = 5 }, default);
        for (var i = 0; i < 4; i++)
            log.Append(Text("later"), default);
        Assert.Equal([3L, 4L, 5L, 6L, 7L], Offsets(log.Read(2, 10, 1000)));
        Assert.Equal(log.Read(2, 10, 1000).Messages.Sum(message => message.Bytes), log.Bytes);
    }

    [Fact]
    public void A_shorter_age_drops_what_is_older()
    {
        var log = new TopicLog("e", Three);
        log.Append(Text("old"), Second);
        log.Append(Text("young"), 5 * Second);

        log.Use(Three with { Age = 2 * Second }, 6 * Second);

        Assert.Equal([2L], Offsets(log.Read(1, 10, 1000)));
    }

    [Fact]
    public void Message_larger_than_the_bytes_is_numbered_and_not_kept()
    {
        var log = new TopicLog("e", new HistoryLimits(10, Second, 10));

        Assert.Equal(1, log.Append(Text("far too long to be kept"), default));
        Assert.Equal(0, log.Count);
        Assert.Equal(new MissedRange(1, 1, MissedRange.NotKept), log.Recover(Since(0)).Missed);
    }

    [Fact]
    public void Subscriber_of_another_epoch_is_given_all_that_is_kept_behind_a_gap()
    {
        var log = Log(Three, messages: 2);

        var recovery = log.Recover(Since(1, epoch: "other"));

        Assert.Equal(new Recovery(false, MissedRange.OfOtherLog(0, MissedRange.EpochChanged), 0), recovery);
        Assert.Equal([1L, 2L], Offsets(log.Read(recovery.After, 10, 1000)));
    }

    [Fact]
    public void Subscriber_of_another_epoch_hears_what_is_gone_of_this_one()
    {
        var recovery = Log(Three, messages: 5).Recover(Since(1, epoch: "other"));

        Assert.Equal(new MissedRange(1, 2, MissedRange.EpochChanged), recovery.Missed);
    }

    [Fact]
    public void Offset_that_was_never_given_belongs_to_another_log()
    {
        var recovery = Log(Three, messages: 5).Recover(Since(9));

        Assert.Equal(new Recovery(false, new MissedRange(1, 2, MissedRange.OffsetAhead), 2), recovery);
    }

    [Fact]
    public void Log_without_history_numbers_and_names_the_whole_range()
    {
        var log = Log(HistoryLimits.None, messages: 5);

        Assert.False(log.KeepsHistory);
        Assert.Equal(new Recovery(false, new MissedRange(3, 5, MissedRange.NoHistory), 5), log.Recover(Since(2)));
    }

    [Fact]
    public void Page_ends_at_the_number_of_messages_and_says_where_to_read_on()
    {
        var page = Log(Three, messages: 3).Read(0, maxMessages: 2, maxBytes: 100_000);

        Assert.Equal([1L, 2L], Offsets(page));
        Assert.Equal((2L, false), (page.After, page.IsEnd));
    }

    [Fact]
    public void Page_ends_before_the_message_that_would_exceed_its_bytes()
    {
        var one = new LoggedMessage(1, default, Text("x")).Bytes;

        Assert.Equal([1L, 2L], Offsets(Log(Three, messages: 3).Read(0, 10, maxBytes: (2 * one) + 1)));
    }

    [Fact]
    public void Page_holds_one_message_however_large() =>
        Assert.Equal([1L], Offsets(Log(Three, messages: 3).Read(0, 10, maxBytes: 1)));

    [Fact]
    public void Page_behind_what_was_let_go_meanwhile_begins_with_a_gap()
    {
        var page = Log(Three, messages: 8).Read(after: 2, 10, 1000);

        Assert.Equal(new MissedRange(3, 5, MissedRange.NotKept), page.Missed);
        Assert.Equal([6L, 7L, 8L], Offsets(page));
    }

    [Fact]
    public void Cleared_history_goes_on_numbering()
    {
        var log = Log(Three, messages: 3);
        log.Clear();

        Assert.Equal((0, 0L), (log.Count, log.Bytes));
        Assert.Equal(4, log.Append(Text("x"), default));
        Assert.Equal([4L], Offsets(log.Read(0, 10, 1000)));
    }

    // The model keeps everything: what a reader is given, and the gaps that it is told of, must together be all of it, once each and in order.
    [Fact]
    public void Whatever_happens_a_reader_page_by_page_is_given_or_told_of_every_message_once() => Gen.Select(
        Gen.Int[0, 6], Gen.Int[1, 600], Gen.Int[0, 20], Gen.OneOf(Gen.Const("append"), Gen.Const("wait"), Gen.Const("read"), Gen.Const("evict"), Gen.Const("clear")).Array[1, 80])
        .Sample((messages, bytes, age, steps) =>
        {
            var log = new TopicLog("e", new HistoryLimits(messages, age * Second, bytes));
            var (now, reached, next) = (TimeSpan.Zero, 0L, 1L);
            foreach (var step in steps.Append("read"))
            {
                switch (step)
                {
                    case "append": log.Append(Text($"{log.Offset + 1}"), now); break;
                    case "wait": now += 7 * Second; log.Expire(now); break;
                    case "evict": log.EvictOldest(); break;
                    case "clear": log.Clear(); break;
                    default: (reached, next) = ReadOn(log, reached, next); break;
                }

                Assert.InRange(log.Count, 0, messages);
            }

            while (reached < log.Offset)
                (reached, next) = ReadOn(log, reached, next);
            Assert.Equal(log.Offset + 1, next);
        });

    private static (long Reached, long Next) ReadOn(TopicLog log, long reached, long next)
    {
        var page = log.Read(reached, maxMessages: 2, maxBytes: 300);
        if (page.Missed is { } missed)
        {
            Assert.Equal(next, missed.From);
            next = missed.To + 1;
        }

        foreach (var message in page.Messages)
        {
            Assert.Equal(next, message.Offset);
            Assert.Equal($"{next}", System.Text.Encoding.UTF8.GetString(message.Publication.Payload.Span));
            next++;
        }

        Assert.Equal(next - 1, page.After);
        return (page.After, next);
    }

    private static TopicLog Log(HistoryLimits limits, int messages, string text = "x")
    {
        var log = new TopicLog("e", limits);
        for (var i = 0; i < messages; i++)
            log.Append(Text(text), TimeSpan.Zero);
        return log;
    }

    private static SinceRequest Since(long offset, string epoch = "e") => SinceRequest.From(new TopicPosition(epoch, offset));

    private static IEnumerable<long> Offsets(LogPage page) => page.Messages.Select(message => message.Offset);

    private static Publication Text(string text) =>
        Publication.TryParseText(System.Text.Encoding.UTF8.GetBytes(text), out var publication, out var fault)
            ? publication
            : throw new ArgumentException(fault);
}
