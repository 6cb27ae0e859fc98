using CsCheck;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

/// <summary>A log of which the oldest payloads are on the disk only: it keeps what it would keep otherwise.</summary>
public sealed class UnloadedLogTests
{
    private static readonly HistoryLimits Limits = new(100, TimeSpan.FromMinutes(1), 1_000_000);

    [Fact]
    public void Unloading_gives_memory_back_and_loses_no_message()
    {
        var log = Log(Limits, 10);
        var bytes = log.Bytes;

        for (var i = 0; i < 4; i++)
            Assert.True(log.UnloadOldest());

        Assert.Equal((10, 1, 5, bytes), (log.Count, log.OldestKept, log.OldestLoaded, log.Bytes));
        Assert.True(log.LoadedBytes < bytes);
        Assert.True(log.Recover(Since(0)).IsComplete);
    }

    [Fact]
    public void What_is_unloaded_is_left_to_the_disk_and_the_rest_is_read_here()
    {
        var log = Log(Limits, 10);
        for (var i = 0; i < 4; i++)
            log.UnloadOldest();

        Assert.Equal([true, true, false, false], new long[] { 0, 3, 4, 10 }.Select(log.IsUnloaded));
        Assert.Equal([5L, 6L], log.Read(4, 2, 1000).Messages.Select(message => message.Offset));
    }

    [Fact]
    public void A_log_with_everything_unloaded_has_nothing_more_to_unload()
    {
        var log = Log(Limits, 2);
        log.UnloadOldest();
        log.UnloadOldest();

        Assert.False(log.UnloadOldest());
        Assert.Equal((2, 0L), (log.Count, log.LoadedBytes));
        Assert.True(log.IsUnloaded(1));
        Assert.True(log.Read(2, 10, 1000).IsEnd);
    }

    [Fact]
    public void Limits_hold_for_unloaded_messages_too() => Gen.Select(Gen.Int[1, 20], Gen.Int[1, 4000], Gen.Int[0, 40].Array[0, 60]).Sample((messages, bytes, steps) =>
    {
        var limits = new HistoryLimits(messages, TimeSpan.FromSeconds(20), bytes);
        var (log, model) = (new TopicLog("e", limits), new TopicLog("e", limits));
        var now = TimeSpan.Zero;
        foreach (var step in steps)
        {
            now += TimeSpan.FromSeconds(step % 5);
            for (var i = 0; i < step % 3; i++)
                log.UnloadOldest();
            log.Append(Publication.FromBinary(new byte[step]), now);
            model.Append(Publication.FromBinary(new byte[step]), now);

            Assert.Equal((model.OldestKept, model.Count, model.Bytes), (log.OldestKept, log.Count, log.Bytes));
            Assert.InRange(log.LoadedBytes, 0, log.Bytes);
        }
    });

    [Fact]
    public void A_page_from_the_disk_names_what_it_lacks()
    {
        var messages = Log(Limits, 9).Read(0, 100, 1_000_000).Messages;

        Assert.Equal(("", "3 4", 4), Shown(StoredPage.Of([.. messages.Skip(2).Take(2)], after: 2, oldestKept: 1, through: 9, isWhole: false)));
        Assert.Equal(("3-3 damaged", "4 5", 5), Shown(StoredPage.Of([messages[3], messages[4], messages[7]], 2, 1, 9, true)));
        Assert.Equal(("1-4 not_kept", "5 6", 6), Shown(StoredPage.Of([.. messages.Take(6)], 0, 5, 9, false)));
        Assert.Equal(("3-9 damaged", "", 9), Shown(StoredPage.Of([], 2, 1, 9, true)));
    }

    [Fact]
    public void A_copy_keeps_what_is_unloaded_as_long_as_the_log_does() => Gen.Select(Gen.Int[1, 30], Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[1, 40]).Sample((messages, unloaded, more, limit) =>
    {
        var limits = new HistoryLimits(limit, TimeSpan.FromMinutes(1), 1_000_000);
        var log = Log(limits, messages);
        for (var i = 0; i < unloaded; i++)
            log.UnloadOldest();

        // The other node's clock is a day behind.
        var now = TimeSpan.FromDays(-1);
        var copy = TopicLog.Restore(log.Position, limits, [.. log.Read(0, 100, 1_000_000).Messages.Select(message => message with { AppendedAt = now })], now, log.DescribeUnloaded(TimeSpan.Zero));
        Assert.Equal((log.OldestKept, log.OldestLoaded, log.Bytes, log.LoadedBytes), (copy.OldestKept, copy.OldestLoaded, copy.Bytes, copy.LoadedBytes));

        for (var i = 0; i < more; i++)
        {
            log.Append(Publication.FromBinary(new byte[] { 1 }), TimeSpan.Zero);
            copy.Append(Publication.FromBinary(new byte[] { 1 }), now);
        }

        Assert.Equal((log.OldestKept, log.Position), (copy.OldestKept, copy.Position));
        copy.Expire(now + TimeSpan.FromSeconds(59));
        Assert.Equal(log.Count, copy.Count);
        copy.Expire(now + TimeSpan.FromSeconds(61));
        Assert.Equal(0, copy.Count);
    });

    [Fact]
    public void A_description_of_unloaded_messages_that_overlaps_the_others_or_names_too_many_is_cut()
    {
        var messages = Log(Limits, 9).Read(5, 100, 1_000_000).Messages;

        var overlapping = TopicLog.Restore(new TopicPosition("e", 9), Limits, messages, TimeSpan.Zero, new UnloadedRange(3, 8, 600, 20, 10));
        Assert.Equal((3, 6), (overlapping.OldestKept, overlapping.OldestLoaded));

        var many = TopicLog.Restore(new TopicPosition("e", 1_000_000_009), Limits, [], TimeSpan.Zero, new UnloadedRange(1, 1_000_000_009, 2_000_000_000, 0, 0));
        Assert.Equal((1_000_000_009 - 99, 100), (many.OldestKept, many.Count));
    }

    private static (string Missed, string Offsets, long After) Shown(LogPage page) => (
        page.Missed is { } range ? $"{range.From}-{range.To} {range.Reason}" : "",
        string.Join(' ', page.Messages.Select(message => message.Offset)),
        page.After);

    private static TopicLog Log(HistoryLimits limits, int messages)
    {
        var log = new TopicLog("e", limits);
        for (var i = 0; i < messages; i++)
            log.Append(Publication.FromBinary(new byte[] { 1 }), TimeSpan.Zero);
        return log;
    }

    private static SinceRequest Since(long offset) => SinceRequest.From(new TopicPosition("e", offset));
}
