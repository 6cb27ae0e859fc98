using CsCheck;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Buckets;

/// <summary>The state of a bucket, as entries and pages make it.</summary>
public sealed class BucketTopicsTests
{
    private static readonly ReplicaId Node = new("node:1", 1);
    private static readonly TopicName News = TopicName.Parse("news");

    private static readonly Gen<int> Steps = Gen.Int[0, int.MaxValue];

    [Fact]
    public void A_publication_begins_its_topic()
    {
        var host = new BucketHost();
        host.Apply(Published(1, "one"));

        Assert.True(host.State.TryFind(News, out var topic));
        Assert.Equal(new TopicPosition("e", 1), topic.Log.Position);
    }

    [Fact]
    public void An_entry_that_is_known_changes_nothing()
    {
        var host = new BucketHost();
        host.Apply(Published(1, "one"));
        var before = host.Content();

        host.Apply(Published(1, "one"));

        Assert.Equal(before, host.Content());
        Assert.Null(host.Applied[^1].Topic);
    }

    [Fact]
    public void A_topic_that_ended_begins_with_another_log()
    {
        var host = new BucketHost();
        host.Apply(Published(1, "one"));
        host.Apply(new BucketEntry.Forgotten(News, "e"));
        host.Apply(new BucketEntry.Published(News, new TopicPosition("f", 1), BucketHost.TextOf("new")));
        host.Apply(new BucketEntry.Forgotten(News, "e"));

        Assert.True(host.State.TryFind(News, out var topic));
        Assert.Equal("f", topic.Log.Epoch);
    }

    [Fact]
    public void Messages_age_by_the_clock_of_the_node_that_keeps_them()
    {
        var (source, copy) = (new BucketHost { Now = TimeSpan.FromDays(100) }, new BucketHost { Now = TimeSpan.FromSeconds(1) });
        source.Apply(Published(1, "one"));
        source.Now += TimeSpan.FromMinutes(59);
        Copy(source, copy, 64 * 1024, () => { });

        copy.Now += TimeSpan.FromMinutes(2);
        copy.State.TryFind(News, out var topic);
        copy.State.Expire(topic!);

        Assert.Equal(0, topic!.Log.Count);
        Assert.Equal(1, topic.Log.Offset);
    }

    [Fact]
    public void The_outcome_of_a_request_is_known_until_its_node_has_it()
    {
        var host = new BucketHost();
        var origin = new RequestOrigin(Node, 5, 5);
        host.Apply(Published(1, "one") with { Origin = origin });
        Assert.Equal(new TopicPosition("e", 1), host.State.Find(origin));

        host.Apply(Published(2, "two") with { Origin = new RequestOrigin(Node, 6, 6) });

        Assert.Null(host.State.Find(origin));
    }

    // A page reports the state of its moment, and entries that come between two pages are applied behind them: the copy ends like the original.
    [Fact]
    public void Pages_and_the_entries_since_the_first_one_make_the_same_state() => Gen.Select(Steps.Array[0, 60], Steps.Array[0, 30], Gen.Int[1, 3]).Sample((before, during, perPage) =>
    {
        var (source, copy) = (new BucketHost(), new BucketHost());
        foreach (var step in before)
            Change(source, step);
        var since = new List<BucketEntry>();
        var steps = new Queue<int>(during);

        Copy(source, copy, maxBytes: 1, () =>
        {
            for (var i = 0; i < perPage && steps.TryDequeue(out var step); i++)
                since.AddRange(Change(source, step));
        });
        foreach (var entry in since)
            copy.Apply(entry);

        Assert.Equal(source.Content(), copy.Content());
    });

    [Fact]
    public void A_copy_keeps_what_memory_has_dropped_and_the_store_has() => Gen.Select(Gen.Int[0, 15], Gen.Int[0, 3]).Sample((unloaded, perPage) =>
    {
        var (source, copy) = (new BucketHost { AreStored = true }, new BucketHost { AreStored = true, Now = TimeSpan.FromSeconds(1) });
        for (var offset = 1; offset <= 15; offset++)
            source.Apply(Published(offset, $"{offset} {new string('x', 3000)}"));
        Assert.True(source.State.TryFind(News, out var topic));
        Unload(topic.Log, unloaded);

        Copy(source, copy, maxBytes: 1, () => Unload(topic.Log, perPage));

        Assert.True(copy.State.TryFind(News, out var copied));
        Assert.Equal((1, topic.Log.Position), (copied.Log.OldestKept, copied.Log.Position));
        Assert.InRange(copied.Log.OldestLoaded, 1, topic.Log.OldestLoaded);

        static void Unload(TopicLog log, int messages)
        {
            for (var i = 0; i < messages; i++)
                log.UnloadOldest();
        }
    });

    [Fact]
    public void A_copy_without_the_store_has_only_what_is_in_memory()
    {
        var (source, copy) = (new BucketHost { AreStored = true }, new BucketHost());
        for (var offset = 1; offset <= 5; offset++)
            source.Apply(Published(offset, $"{offset}"));
        Assert.True(source.State.TryFind(News, out var topic));
        topic.Log.UnloadOldest();

        Copy(source, copy, 64 * 1024, () => { });

        Assert.True(copy.State.TryFind(News, out var copied));
        Assert.Equal((2, 5), (copied.Log.OldestKept, copied.Log.Offset));
    }

    [Fact]
    public void Arbitrary_bytes_are_an_entry_or_have_a_fault() => Gen.Byte.Array[0, 60].Sample(bytes =>
        Assert.NotEqual(BucketEntryWire.TryRead(bytes, out _, out var fault), fault is not null));

    [Fact]
    public void A_damaged_entry_never_throws() => Gen.Select(Gen.Int[0, 1000], Gen.Byte).Sample((at, value) =>
    {
        var bytes = BucketEntryWire.Write(Published(7, "some text") with { IdempotencyKey = "key", Origin = new RequestOrigin(Node, 3, 2) });
        bytes[at % bytes.Length] = value;

        Assert.NotEqual(BucketEntryWire.TryRead(bytes, out _, out var fault), fault is not null);
    });

    // Nodes of two versions run beside each other during an upgrade. These bytes were written by the first one; do not change them.
    [Theory]
    [InlineData("0101046e65777300016500", typeof(BucketEntry.Created))]
    [InlineData("0102046e65777301066e6f64653a310100000000000000050401650701036b65790001000000036f6e65", typeof(BucketEntry.Published))]
    [InlineData("0103046e65777300016507", typeof(BucketEntry.Cleared))]
    [InlineData("0104046e657773000165", typeof(BucketEntry.Forgotten))]
    [InlineData("0105046e65777300016501", typeof(BucketEntry.Occupied))]
    public void Bytes_of_the_first_version_are_read(string hex, Type kind)
    {
        Assert.True(BucketEntryWire.TryRead(Convert.FromHexString(hex), out var entry, out var fault), fault);

        Assert.IsType(kind, entry);
        Assert.Equal(hex, Convert.ToHexStringLower(BucketEntryWire.Write(entry)));
    }

    private static BucketEntry.Published Published(long offset, string text) => new(News, new TopicPosition("e", offset), BucketHost.TextOf(text));

    private static void Copy(BucketHost source, BucketHost copy, int maxBytes, Action betweenPages)
    {
        string? cursor = null;
        do
        {
            var page = source.State.Read(cursor, maxBytes);
            copy.State.Load(page);
            cursor = page.Next;
            betweenPages();
        }
        while (cursor is not null);
    }

    // Topics begin, get messages with and without keys, are cleared, and end.
    private static IReadOnlyList<BucketEntry> Change(BucketHost host, int step)
    {
        var name = TopicName.Parse($"topic{step % 3}");
        host.State.TryFind(name, out var topic);
        BucketEntry entry = (step / 3 % 8, topic) switch
        {
            (0, { } known) => new BucketEntry.Forgotten(name, known.Log.Epoch),
            (1, { } known) => new BucketEntry.Cleared(name, known.Log.Position),
            (2, { } known) => new BucketEntry.Occupied(name, known.Log.Epoch, !known.IsOccupied),
            (3, null) => new BucketEntry.Created(name, new TopicPosition($"e{host.Applied.Count}", 0)),
            (_, var known) => new BucketEntry.Published(name, new TopicPosition(known?.Log.Epoch ?? $"e{host.Applied.Count}", (known?.Log.Offset ?? 0) + 1), BucketHost.TextOf($"m{step}"))
            {
                IdempotencyKey = step % 2 == 0 ? $"k{host.Applied.Count}" : null,
            },
        };
        host.Apply(entry);
        return [entry];
    }
}
