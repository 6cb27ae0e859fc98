using WsActors.Protocol.Buckets;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Buckets;

/// <summary>The decisions of a bucket's home, while entries are under way and after they are committed.</summary>
public sealed class HomeTopicsTests
{
    private static readonly ReplicaId Node = new("node:1", 1);
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly BucketHost _host = new();
    private readonly HomeTopics _home;
    private int _epochs;
    private long _requests;

    public HomeTopicsTests() => _home = new HomeTopics(_host.State, () => $"e{++_epochs}");

    [Fact]
    public void Publications_under_way_are_numbered_one_behind_the_other()
    {
        Append(Publish("one"));

        Assert.Equal(new TopicPosition("e1", 2), Entry(Publish("two")).Position);
    }

    [Fact]
    public void A_request_that_is_sent_again_while_it_is_under_way_waits_for_its_answer()
    {
        var origin = Next();
        Append(_home.Publish(News, BucketHost.TextOf("one"), key: null, origin));

        Assert.IsType<HomeDecision.Wait>(_home.Publish(News, BucketHost.TextOf("one"), key: null, origin));
    }

    [Fact]
    public void A_request_that_is_sent_again_after_it_was_committed_gets_the_same_position()
    {
        var origin = Next();
        Commit(Append(_home.Publish(News, BucketHost.TextOf("one"), key: null, origin)));

        Assert.Equal(new HomeDecision.Known(new TopicPosition("e1", 1)), _home.Publish(News, BucketHost.TextOf("one"), key: null, origin));
    }

    [Fact]
    public void A_key_that_is_committed_is_known()
    {
        Commit(Append(Publish("one", "k")));

        Assert.Equal(new HomeDecision.Known(new TopicPosition("e1", 1)), Publish("one", "k"));
    }

    [Fact]
    public void A_key_that_is_under_way_is_answered_with_its_publication()
    {
        var entry = Append(Publish("one", "k"));
        var again = Next();
        Assert.IsType<HomeDecision.Wait>(_home.Publish(News, BucketHost.TextOf("one"), "k", again));

        Assert.Equal([again], Commit(entry));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_of_another_publication_is_refused(bool isCommitted)
    {
        var entry = Append(Publish("one", "k"));
        if (isCommitted)
            Commit(entry);

        Assert.Equal(new HomeDecision.KeyReused(1), Publish("two", "k"));
    }

    [Fact]
    public void A_publication_behind_the_end_of_its_topic_begins_another_log()
    {
        Commit(Append(Publish("one")));
        Append(new HomeDecision.Append(new BucketEntry.Forgotten(News, "e1")));

        Assert.Equal(new TopicPosition("e2", 1), Entry(Publish("two")).Position);
    }

    [Fact]
    public void A_history_is_deleted_up_to_the_last_publication_under_way()
    {
        Append(Publish("one"));

        var append = Assert.IsType<HomeDecision.Append>(_home.Clear(News, Next()));
        Assert.Equal(new TopicPosition("e1", 1), Assert.IsType<BucketEntry.Cleared>(append.Entry).Through);
    }

    [Fact]
    public void A_topic_that_does_not_exist_has_no_history_to_delete() => Assert.IsType<HomeDecision.Unknown>(_home.Clear(News, Next()));

    private RequestOrigin Next() => new(Node, ++_requests, 1);

    private HomeDecision Publish(string text, string? key = null) => _home.Publish(News, BucketHost.TextOf(text), key, Next());

    private static BucketEntry.Published Entry(HomeDecision decision) =>
        Assert.IsType<BucketEntry.Published>(Assert.IsType<HomeDecision.Append>(decision).Entry);

    private BucketEntry Append(HomeDecision decision)
    {
        var entry = Assert.IsType<HomeDecision.Append>(decision).Entry;
        _home.OnAppended(entry);
        return entry;
    }

    private IReadOnlyList<RequestOrigin> Commit(BucketEntry entry)
    {
        _host.Apply(entry);
        return _home.OnCommitted(entry);
    }
}
