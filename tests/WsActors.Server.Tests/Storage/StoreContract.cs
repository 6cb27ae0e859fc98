using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Tests.Storage;

/// <summary>Tests that hold for every store: the next process finds the data of the last one.</summary>
public abstract class StoreContract
{
    private static readonly TopicName Other = TopicName.Parse("other");

    /// <summary>Makes an empty place and begins.</summary>
    protected abstract StoreClient Open(StorageSettings? settings = null);

    [StoreFact]
    public void What_was_stored_is_found_under_its_epoch_and_numbers()
    {
        using var store = Open();
        store.Append(1, "a");
        store.Append(2, "b", count: 2);

        Assert.Equal(["1 a", "2 b", "3 b"], Again(store).Kept());
        Assert.Equal(new TopicPosition(StoreClient.Epoch, 3), store.Load().Position);
    }

    [StoreFact]
    public void A_topic_that_nobody_published_to_is_at_0_under_an_epoch_that_stays()
    {
        using var store = Open();
        var before = store.Load(Other).Position;

        Assert.Equal((0, before), (before.Offset, Again(store).Load(Other).Position));
    }

    [StoreFact]
    public void Epoch_and_offset_outlive_the_last_message()
    {
        using var store = Open();
        store.Append(1, "a", count: 5);
        store.Trim(5);

        var loaded = Again(store).Load();

        Assert.Equal((new TopicPosition(StoreClient.Epoch, 5), 0), (loaded.Position, loaded.Messages.Count));
    }

    [StoreFact]
    public void What_is_not_to_be_kept_goes_with_the_next_publication()
    {
        using var store = Open();
        store.Append(1, "a");
        store.Append(2, "b");

        store.Submit(3, "c", keepFrom: 2);
        store.ExpectDone();

        Assert.Equal(["2 b", "3 c"], store.Kept());
    }

    [StoreFact]
    public void A_page_is_read_within_its_bounds()
    {
        using var store = Open();
        for (var first = 1; first <= 9; first += 3)
            store.Append(first, "abc", count: 3);

        AssertPage(0, 9, 1000, 1_000_000, "1 2 3 4 5 6 7 8 9", true);
        AssertPage(2, 7, 1000, 1_000_000, "3 4 5 6 7", true);
        AssertPage(2, 7, 2, 1_000_000, "3 4", false);
        AssertPage(2, 7, 5, 1_000_000, "3 4 5 6 7", true);
        AssertPage(2, 7, 1000, 6, "3 4", false);
        AssertPage(2, 7, 1000, 1, "3", false);
        AssertPage(9, 9, 1000, 1_000_000, "", true);

        void AssertPage(long after, long through, int maxMessages, long maxBytes, string offsets, bool isWhole)
        {
            var page = store.ReadPage(after, through, maxMessages, maxBytes);
            Assert.Equal((offsets, isWhole), (string.Join(' ', page.Messages.Select(message => message.Offset)), page.IsWhole));
        }
    }

    [StoreFact]
    public void Of_another_log_no_page_is_read()
    {
        using var store = Open();
        store.Append(1, "abc", count: 3);
        var epoch = store.Load().Position.Epoch;

        Assert.Equal(3, store.ReadPage(0, 3, epoch: epoch).Messages.Count);
        var other = store.ReadPage(0, 3, epoch: $"{epoch}x");
        Assert.Equal((0, true), (other.Messages.Count, other.IsWhole));
    }

    [StoreFact]
    public void Large_pages_come_in_parts_that_make_the_whole()
    {
        using var store = Open();
        var text = new string('x', 100_000);
        for (var i = 1; i <= 40; i++)
            store.Append(i, text);

        var (after, isWhole) = (0L, false);
        for (var pages = 0; !isWhole; pages++)
        {
            Assert.InRange(pages, 0, 40);
            var page = store.ReadPage(after, 40, maxMessages: 100, maxBytes: 250_000);
            Assert.Equal(page.Messages.Select((_, i) => after + 1 + i), page.Messages.Select(message => message.Offset));
            (after, isWhole) = (page.Messages[^1].Offset, page.IsWhole);
        }

        Assert.Equal(40, after);
    }

    [StoreFact]
    public void Requests_are_carried_out_in_their_order()
    {
        using var store = Open();
        for (var i = 1; i <= 500; i++)
            store.Submit(i, $"{i}");

        Assert.Equal(Enumerable.Range(1, 500).Select(i => $"{i} {i}"), LoadBehind(store));
    }

    [StoreFact]
    public void A_request_that_fails_does_not_fail_those_beside_it()
    {
        using var store = Open();
        store.Append(1, "a");
        store.Submit(1, "b", topic: Other);
        store.Submit(1, "a second number 1");

        var answers = new[] { store.TakeAnswer(), store.TakeAnswer() };
        Assert.Equal([StoreClient.News], answers.OfType<StorageAnswer.Failed>().Select(failed => failed.Request.Topic));
        Assert.Equal(1, store.Load(Other).Position.Offset);
        Assert.Equal(["1 a"], store.Kept());
    }

    [StoreFact]
    public void More_topics_than_may_be_are_refused_and_known_ones_go_on()
    {
        using var store = Open(new StorageSettings { MaxTopics = 1 });
        store.Append(1, "a");

        Assert.Equal(StorageFault.TooManyTopics, store.AppendRefused(1, "b", Other).Cause);
        store.Append(2, "c");
    }

    [StoreFact]
    public void After_a_refused_topic_the_count_is_right()
    {
        using var store = Open(new StorageSettings { MaxTopics = 2 });
        store.Append(1, "a");
        store.Submit(1, "b", topic: Other);
        store.ExpectDone();

        Assert.Equal(StorageFault.TooManyTopics, store.AppendRefused(1, "c", TopicName.Parse("third")).Cause);
    }

    [StoreFact]
    public void Who_asks_a_store_that_has_stopped_is_told_so()
    {
        using var store = Open();
        store.Close();

        Assert.Equal(StorageFault.Stopped, store.AppendRefused(1, "late").Cause);
    }

    private static StoreClient Again(StoreClient store)
    {
        store.Close();
        store.Begin();
        return store;
    }

    private static IEnumerable<string> LoadBehind(StoreClient store)
    {
        for (var i = 1; i <= 500; i++)
            store.ExpectDone();
        return store.Kept();
    }
}
