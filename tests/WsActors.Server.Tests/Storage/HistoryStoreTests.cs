using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Tests.Storage;

/// <summary>What one process stored, as the next one finds it.</summary>
public sealed class HistoryStoreTests
{
    private static readonly TopicName Other = TopicName.Parse("other");

    [Fact]
    public void What_was_stored_is_found_under_its_epoch_and_numbers()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Append(2, "b", count: 2);
        directory.Close();

        Assert.Equal(["1 a", "2 b", "3 b"], directory.Open().Kept());
        Assert.Equal(new TopicPosition(DataDirectory.Epoch, 3), directory.Load().Position);
        Assert.Null(directory.UncleanStop);
    }

    [Fact]
    public void A_topic_that_nobody_published_to_is_at_0_under_an_epoch_that_stays()
    {
        using var directory = new DataDirectory().Open();
        var before = directory.Load(Other).Position;
        directory.Close();

        Assert.Equal((0, before), (before.Offset, directory.Open().Load(Other).Position));
    }

    [Fact]
    public void Epoch_and_offset_outlive_the_last_message()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a", count: 5);
        directory.Trim(5);
        directory.Close();

        var loaded = directory.Open().Load();

        Assert.Equal((new TopicPosition(DataDirectory.Epoch, 5), 0), (loaded.Position, loaded.Messages.Count));
    }

    [Fact]
    public void What_is_not_to_be_kept_goes_with_the_next_publication()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Append(2, "b");

        directory.Submit(3, "c", keepFrom: 2);
        directory.ExpectDone();

        Assert.Equal(["2 b", "3 c"], directory.Kept());
    }

    [Theory]
    [InlineData(0, 9, 1000, 1_000_000, "1 2 3 4 5 6 7 8 9", true)]
    [InlineData(2, 7, 1000, 1_000_000, "3 4 5 6 7", true)]
    [InlineData(2, 7, 2, 1_000_000, "3 4", false)]
    [InlineData(2, 7, 5, 1_000_000, "3 4 5 6 7", true)]
    [InlineData(2, 7, 1000, 6, "3 4", false)]
    [InlineData(2, 7, 1000, 1, "3", false)]
    [InlineData(9, 9, 1000, 1_000_000, "", true)]
    public void A_page_is_read_within_its_bounds(long after, long through, int maxMessages, long maxBytes, string offsets, bool isWhole)
    {
        using var directory = new DataDirectory().Open();
        for (var first = 1; first <= 9; first += 3)
            directory.Append(first, "abc", count: 3);

        var page = directory.ReadPage(after, through, maxMessages, maxBytes);

        Assert.Equal((offsets, isWhole), (string.Join(' ', page.Messages.Select(message => message.Offset)), page.IsWhole));
    }

    [Fact]
    public void Requests_are_carried_out_in_their_order()
    {
        using var directory = new DataDirectory().Open();
        for (var i = 1; i <= 500; i++)
            directory.Submit(i, $"{i}");

        Assert.Equal(Enumerable.Range(1, 500).Select(i => $"{i} {i}"), LoadBehind(directory));
    }

    [Fact]
    public void A_request_that_fails_does_not_fail_those_beside_it()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Submit(1, "b", topic: Other);
        directory.Submit(1, "a second number 1");

        directory.ExpectDone();
        Assert.Equal(StorageFault.Internal, directory.TakeFault().Cause);
        Assert.Equal(1, directory.Load(Other).Position.Offset);
    }

    [Fact]
    public void More_topics_than_may_be_are_refused_and_known_ones_go_on()
    {
        using var directory = new DataDirectory(settings: new StorageSettings { MaxTopics = 1 }).Open();
        directory.Append(1, "a");

        Assert.Equal(StorageFault.TooManyTopics, directory.AppendRefused(1, "b", Other).Cause);
        directory.Append(2, "c");
    }

    [Fact]
    public void After_a_refused_topic_the_count_is_right()
    {
        using var directory = new DataDirectory(settings: new StorageSettings { MaxTopics = 2 }).Open();
        directory.Append(1, "a");
        directory.Submit(1, "b", topic: Other);
        directory.ExpectDone();

        Assert.Equal(StorageFault.TooManyTopics, directory.AppendRefused(1, "c", TopicName.Parse("third")).Cause);
    }

    [Fact]
    public void Who_asks_a_store_that_has_stopped_is_told_so()
    {
        using var directory = new DataDirectory().Open();
        directory.Close();

        Assert.Equal(StorageFault.Stopped, directory.AppendRefused(1, "late").Cause);
    }

    private static IEnumerable<string> LoadBehind(DataDirectory directory)
    {
        for (var i = 1; i <= 500; i++)
            directory.ExpectDone();
        return directory.Kept();
    }
}
