using WsActors.Actors.Connections.Writing;

namespace WsActors.Actors.Tests.Connections;

public sealed class OutboxTests
{
    private const int Limit = 100;

    [Fact]
    public void A_single_frame_leaves_uncopied()
    {
        var outbox = default(Outbox);
        var frame = new byte[10];
        outbox.TryAdd(frame, Limit);

        Assert.True(outbox.TryStartSend(out var bytes));
        Assert.True(bytes.Equals(frame.AsMemory()));
    }

    [Fact]
    public void What_waits_leaves_joined_and_in_order()
    {
        var outbox = default(Outbox);
        for (byte i = 1; i <= 3; i++)
            outbox.TryAdd([i, i], Limit);

        Assert.True(outbox.TryStartSend(out var bytes));
        Assert.Equal([1, 1, 2, 2, 3, 3], bytes.ToArray());
    }

    [Fact]
    public void Control_frames_and_answers_pass_before_data()
    {
        var outbox = default(Outbox);
        outbox.TryAdd([1], Limit);
        outbox.TryAdd([2], Limit);
        outbox.TryAddFirst([9], Limit);

        outbox.TryStartSend(out var bytes);
        Assert.Equal([9, 1, 2], bytes.ToArray());
    }

    [Fact]
    public void While_one_send_is_under_way_no_other_starts()
    {
        var outbox = default(Outbox);
        outbox.TryAdd([1], Limit);
        outbox.TryStartSend(out _);
        outbox.TryAdd([2], Limit);

        Assert.False(outbox.TryStartSend(out _));
        outbox.Sent();
        Assert.True(outbox.TryStartSend(out var bytes));
        Assert.Equal([2], bytes.ToArray());
    }

    [Fact]
    public void Frames_beyond_the_limit_are_refused_and_what_is_being_sent_counts()
    {
        var outbox = default(Outbox);
        Assert.True(outbox.TryAdd(new byte[60], Limit));
        outbox.TryStartSend(out _);

        Assert.True(outbox.TryAdd(new byte[40], Limit));
        Assert.False(outbox.TryAdd(new byte[1], Limit));
        Assert.Equal(100, outbox.Bytes);
    }

    [Fact]
    public void A_frame_larger_than_the_limit_has_its_place_in_an_empty_outbox()
    {
        var outbox = default(Outbox);

        Assert.True(outbox.TryAdd(new byte[1000], Limit));
        Assert.False(outbox.TryAdd(new byte[1], Limit));
    }

    [Fact]
    public void Clearing_keeps_only_what_is_being_sent()
    {
        var outbox = default(Outbox);
        outbox.TryAdd(new byte[10], Limit);
        outbox.TryStartSend(out _);
        outbox.TryAdd(new byte[20], Limit);

        outbox.Clear();

        Assert.Equal(10, outbox.Bytes);
        Assert.Equal(0, outbox.Frames);
        outbox.Sent();
        Assert.True(outbox.IsEmpty);
    }

    [Fact]
    public void Large_backlogs_leave_in_pieces_that_lose_and_double_nothing()
    {
        var outbox = default(Outbox);
        var random = new Random(7);
        var expected = new List<byte>();
        for (var i = 0; i < 200; i++)
        {
            var frame = new byte[random.Next(1, 5000)];
            random.NextBytes(frame);
            expected.AddRange(frame);
            Assert.True(outbox.TryAdd(frame, int.MaxValue));
        }

        var sent = new List<byte>();
        while (outbox.TryStartSend(out var bytes))
        {
            sent.AddRange(bytes.ToArray());
            outbox.Sent();
        }

        Assert.Equal(expected, sent);
        Assert.True(outbox.IsEmpty);
    }
}
