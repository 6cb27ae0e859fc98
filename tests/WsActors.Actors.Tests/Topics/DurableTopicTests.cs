using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>Topics whose log outlives the process, over a disk that is slow, full or gone.</summary>
public sealed class DurableTopicTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly StorageFault NoRoom = new(StorageFault.Full, "no room");

    private readonly MemoryHistoryStore _store = new();

    [Fact]
    public void A_publication_is_answered_and_told_to_nobody_before_it_is_on_the_disk()
    {
        var topics = Start();
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber);
        _store.IsHeld = true;

        topics.Tell(Publication("a"), TestActor);
        AwaitHeld<StorageRequest.Append>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        subscriber.ExpectNoMsg(TimeSpan.FromMilliseconds(1));

        _store.Release();
        Assert.Equal(1, ExpectMsg<TopicReply.Published>().Position.Offset);
        Assert.Contains("\"offset\":1", Text(subscriber.ExpectMsg<Subscriber.Deliver>()), StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_while_the_disk_is_busy_goes_to_it_together_and_in_order()
    {
        var topics = Start();
        Publish(topics, "first");
        _store.IsHeld = true;
        topics.Tell(Publication("a"), TestActor);
        AwaitHeld<StorageRequest.Append>();

        foreach (var text in new[] { "b", "c", "d" })
            topics.Tell(Publication(text), TestActor);
        Snapshot(topics);
        _store.Release();

        var append = AwaitHeld<StorageRequest.Append>();
        Assert.Equal(["b", "c", "d"], append.Messages.Select(message => Encoding.UTF8.GetString(message.Publication.Payload.Span)));
        _store.Release();
        Assert.Equal([2L, 3L, 4L, 5L], Enumerable.Range(0, 4).Select(_ => ExpectMsg<TopicReply.Published>().Position.Offset));
    }

    [Fact]
    public void A_topic_comes_back_with_its_epoch_its_offset_and_its_messages()
    {
        var before = Restart(Start(), topics => Publish(topics, "a"));
        var topics = Start();
        var subscriber = CreateTestProbe();

        var subscribed = Subscribe(topics, subscriber, new TopicPosition(before.Position.Epoch, 0));

        Assert.Equal((before.Position, true), (subscribed.Position, subscribed.Recovery!.IsComplete));
        subscribed.TopicRef.Tell(new TopicActor.CatchUp(subscribed.Request, 0), subscriber);
        Assert.Equal([1L], subscriber.ExpectMsg<Subscriber.Replayed>().Page.Messages.Select(message => message.Offset));
        Assert.Equal(2, Publish(topics, "b").Position.Offset);
    }

    [Fact]
    public void A_key_is_known_after_a_restart()
    {
        Restart(Start(), topics => Publish(topics, "a", key: "k"));

        var repeated = Publish(Start(), "a", key: "k");

        Assert.Equal((true, 1L), (repeated.IsRepeated, repeated.Position.Offset));
    }

    [Fact]
    public void After_a_restart_too_another_publication_under_a_known_key_is_refused()
    {
        Restart(Start(), topics => Publish(topics, "a", key: "k"));
        var topics = Start();

        topics.Tell(Publication("b") with { IdempotencyKey = "k" }, TestActor);

        Assert.Equal(ErrorCode.IdempotencyKeyReused, ExpectMsg<TopicReply.Refused>().Code);
        Assert.Equal(2, Publish(topics, "c").Position.Offset);
    }

    [Fact]
    public void Two_publications_under_one_key_in_one_batch_add_the_first_and_refuse_the_second()
    {
        var topics = Start();
        Snapshot(topics);
        _store.IsHeld = true;
        topics.Tell(Publication("a"), TestActor);
        AwaitHeld<StorageRequest.Append>();
        topics.Tell(Publication("b") with { IdempotencyKey = "k" }, TestActor);
        topics.Tell(Publication("c") with { IdempotencyKey = "k" }, TestActor);
        Snapshot(topics);

        _store.Release();
        Assert.Single(AwaitHeld<StorageRequest.Append>().Messages);
        _store.Release();

        var answers = Enumerable.Range(0, 3).Select(_ => ExpectMsg<object>()).ToArray();
        Assert.Equal([1L, 2L], answers.OfType<TopicReply.Published>().Select(published => published.Position.Offset));
        Assert.Equal(ErrorCode.IdempotencyKeyReused, Assert.Single(answers.OfType<TopicReply.Refused>()).Code);
    }

    [Fact]
    public void A_key_that_is_too_old_is_forgotten_over_a_restart_too()
    {
        Restart(Start(), topics => Publish(topics, "a", key: "k"));
        Time.Provider.Advance(new TopicSettings().IdempotencyAge);

        Assert.False(Publish(Start(), "a", key: "k").IsRepeated);
    }

    [Fact]
    public void A_key_that_comes_twice_in_one_batch_adds_one_message()
    {
        var topics = Start();
        Snapshot(topics);
        _store.IsHeld = true;
        topics.Tell(Publication("a"), TestActor);
        AwaitHeld<StorageRequest.Append>();
        topics.Tell(Publication("b") with { IdempotencyKey = "k" }, TestActor);
        topics.Tell(Publication("b") with { IdempotencyKey = "k" }, TestActor);
        Snapshot(topics);

        _store.Release();
        AwaitHeld<StorageRequest.Append>();
        _store.Release();

        Assert.Equal([(1L, false), (2L, false), (2L, true)], Enumerable.Range(0, 3)
            .Select(_ => ExpectMsg<TopicReply.Published>())
            .Select(published => (published.Position.Offset, published.IsRepeated)));
    }

    [Fact]
    public void A_message_keeps_its_age_over_a_restart()
    {
        Restart(Start(), topics => Publish(topics, "a"));
        Time.Provider.Advance(TimeSpan.FromMinutes(6));

        var topics = Start();
        topics.Tell(new TopicRequest.GetHistory(News, null, 10, 1000), TestActor);

        var history = ExpectMsg<TopicReply.History>();
        Assert.Equal((1L, 0), (history.Position.Offset, history.Page.Messages.Count));
    }

    [Fact]
    public void On_a_full_disk_a_publication_is_refused_by_name_and_told_to_nobody()
    {
        var topics = Start();
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber);
        _store.Fault = NoRoom;

        topics.Tell(Publication("a"), TestActor);

        Assert.Equal((ErrorCode.StorageFull, "no room"), Named(ExpectMsg<TopicReply.Refused>()));
        subscriber.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Once_there_is_room_publications_go_on_without_a_hole_in_the_numbers()
    {
        var topics = Start();
        Publish(topics, "a");
        _store.Fault = NoRoom;
        topics.Tell(Publication("lost"), TestActor);
        ExpectMsg<TopicReply.Refused>();
        _store.Fault = null;

        Assert.Equal(2, Publish(topics, "b").Position.Offset);
    }

    [Fact]
    public void A_publication_of_which_nothing_is_known_is_refused_and_found_when_the_log_is_loaded_again()
    {
        var topics = Start();
        var epoch = Publish(topics, "a").Position.Epoch;
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber);
        _store.FaultAfterAppend = new StorageFault(StorageFault.Unconfirmed, "who knows");

        topics.Tell(Publication("b") with { IdempotencyKey = "k" }, TestActor);

        Assert.Equal(ErrorCode.StorageUnavailable, ExpectMsg<TopicReply.Refused>().Code);
        Assert.Equal(new TopicPosition(epoch, 1), subscriber.ExpectMsg<Subscriber.TopicLost>().Last);
        _store.FaultAfterAppend = null;
        Assert.Equal((true, new TopicPosition(epoch, 2)), Named(Publish(topics, "b", key: "k")));
        Assert.Equal(3, Publish(topics, "c").Position.Offset);

        static (bool, TopicPosition) Named(TopicReply.Published published) => (published.IsRepeated, published.Position);
    }

    [Fact]
    public void A_key_that_was_refused_is_not_remembered()
    {
        var topics = Start();
        Snapshot(topics);
        _store.Fault = NoRoom;
        topics.Tell(Publication("a") with { IdempotencyKey = "k" }, TestActor);
        ExpectMsg<TopicReply.Refused>();
        _store.Fault = null;

        Assert.False(Publish(topics, "a", key: "k").IsRepeated);
    }

    [Fact]
    public void Clearing_reaches_the_disk_before_it_is_answered()
    {
        var topics = Start();
        Publish(topics, "a");

        topics.Tell(new TopicRequest.ClearHistory(News), TestActor);

        Assert.Equal(1, ExpectMsg<TopicReply.HistoryCleared>().Position.Offset);
        Assert.Empty(_store.OffsetsOf(News));
    }

    [Fact]
    public void Clearing_that_fails_is_refused_and_the_messages_stay()
    {
        var topics = Start();
        Publish(topics, "a");
        _store.Fault = NoRoom;

        topics.Tell(new TopicRequest.ClearHistory(News), TestActor);

        Assert.Equal(ErrorCode.StorageFull, ExpectMsg<TopicReply.Refused>().Code);
        Assert.Equal(1, Snapshot(topics).HistoryMessages);
    }

    [Fact]
    public void What_the_log_lets_go_leaves_the_disk()
    {
        var topics = Start(messages: 8);
        for (var i = 0; i < 50; i++)
            Publish(topics, "x");

        Assert.InRange(_store.OffsetsOf(News).Count, 8, 10);
    }

    [Fact]
    public void What_has_become_too_old_leaves_the_disk_though_nobody_publishes()
    {
        var topics = Start();
        Publish(topics, "a");

        Time.Advance(TimeSpan.FromMinutes(6));

        Eventually(() => Assert.Empty(_store.OffsetsOf(News)));
    }

    [Fact]
    public void A_topic_at_rest_leaves_the_memory_and_is_found_again()
    {
        var topics = Start(age: TimeSpan.FromDays(1));
        var before = Publish(topics, "a").Position;
        Time.Advance(2 * new TopicSettings().ForgetAfter);
        Eventually(() => Assert.Equal(0, Telemetry.Figures.Topics));

        topics.Tell(new TopicRequest.GetSnapshot(News), TestActor);

        var found = ExpectMsg<TopicSnapshot>();
        Assert.Equal((before, 1), (found.Position, found.HistoryMessages));
    }

    [Fact]
    public void A_topic_that_fails_comes_back_with_its_log()
    {
        var topics = Start();
        var subscriber = CreateTestProbe();
        var topicRef = Subscribe(topics, subscriber).TopicRef;
        var before = Publish(topics, "a").Position;
        subscriber.ExpectMsg<Subscriber.Deliver>();

        topicRef.Tell(Kill.Instance);

        var lost = subscriber.ExpectMsg<Subscriber.TopicLost>();
        var returned = Subscribe(topics, subscriber, lost.Last);
        Assert.Equal((before, true), (returned.Position, returned.Recovery!.IsComplete));
    }

    [Fact]
    public void A_publication_under_way_when_its_topic_fails_is_refused_and_what_became_of_it_is_loaded()
    {
        var topics = Start();
        var topicRef = Subscribe(topics, CreateTestProbe()).TopicRef;
        _store.IsHeld = true;
        topics.Tell(Publication("a"), TestActor);
        AwaitHeld<StorageRequest.Append>();

        topicRef.Tell(Kill.Instance);

        Assert.Equal(ErrorCode.StorageUnavailable, ExpectMsg<TopicReply.Refused>().Code);
        AwaitHeld<StorageRequest.Load>();
        _store.IsHeld = false;
        _store.Release();
        Assert.Equal(2, Publish(topics, "b").Position.Offset);
    }

    // Whoever may publish anywhere could have others' durable messages forgotten.
    [Fact]
    public void Messages_that_had_to_leave_memory_are_read_back_from_the_disk_without_a_gap()
    {
        var topics = Start(historyBytes: 1024);
        var epoch = PublishMany(topics, 20).Epoch;
        var subscriber = CreateTestProbe();

        var subscribed = Subscribe(topics, subscriber, new TopicPosition(epoch, 3));

        Assert.True(subscribed.Recovery!.IsComplete);
        var pages = CatchUp(subscriber, subscribed, 3);
        Assert.All(pages, page => Assert.Null(page.Missed));
        Assert.Equal(Enumerable.Range(4, 17).Select(offset => (long)offset), pages.SelectMany(page => page.Messages).Select(message => message.Offset));
        Assert.Equal(20, _store.OffsetsOf(News).Count);
        Assert.Equal(21, Publish(topics, "live").Position.Offset);
        Assert.Contains("\"offset\":21", Text(subscriber.ExpectMsg<Subscriber.Deliver>()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_for_messages_that_had_to_leave_memory_is_answered_from_the_disk()
    {
        var topics = Start(historyBytes: 1024);
        PublishMany(topics, 20);

        topics.Tell(new TopicRequest.GetHistory(News, null, 5, 100_000), TestActor);
        Assert.Equal([16L, 17L, 18L, 19L, 20L], ExpectMsg<TopicReply.History>().Page.Messages.Select(message => message.Offset));
        Assert.True(SinceRequest.TryCreate(null, 2, out var since, out _));
        topics.Tell(new TopicRequest.GetHistory(News, since, 3, 100_000), TestActor);
        Assert.Equal([3L, 4L, 5L], ExpectMsg<TopicReply.History>().Page.Messages.Select(message => message.Offset));
    }

    [Fact]
    public void Readers_that_ask_for_the_same_page_share_one_read()
    {
        var topics = Start(historyBytes: 1024);
        var epoch = PublishMany(topics, 20).Epoch;
        var subscribers = Enumerable.Range(0, 3).Select(_ => CreateTestProbe()).ToArray();
        var subscribed = subscribers.Select(subscriber => Subscribe(topics, subscriber, new TopicPosition(epoch, 3))).ToArray();
        _store.IsHeld = true;
        foreach (var (subscriber, answer) in subscribers.Zip(subscribed))
            answer.TopicRef.Tell(new TopicActor.CatchUp(answer.Request, 3), subscriber);
        Snapshot(topics);

        // The first one's read is on its way; the other two wait for one more, which they share.
        Assert.Single(_store.Held.OfType<StorageRequest.ReadPage>());
        _store.Release();
        Eventually(() => Assert.Single(_store.Held.OfType<StorageRequest.ReadPage>()));
        _store.Release();

        Assert.All(subscribers, subscriber => Assert.Equal(4, subscriber.ExpectMsg<Subscriber.Replayed>().Page.Messages[0].Offset));
    }

    [Fact]
    public void Where_the_disk_fails_a_query_is_refused_and_who_catches_up_goes_on_behind_a_gap()
    {
        var topics = Start(historyBytes: 1024);
        var epoch = PublishMany(topics, 20).Epoch;
        var subscriber = CreateTestProbe();
        var subscribed = Subscribe(topics, subscriber, new TopicPosition(epoch, 3));
        _store.Fault = new StorageFault(StorageFault.InputOutput, "broken");

        topics.Tell(new TopicRequest.GetHistory(News, SinceRequest.From(new TopicPosition(epoch, 2)), 3, 100_000), TestActor);
        Assert.Equal((ErrorCode.StorageUnavailable, "broken"), Named(ExpectMsg<TopicReply.Refused>()));
        Assert.Equal(4, CatchUp(subscriber, subscribed, 3)[0].Missed!.From);
    }

    private TopicPosition PublishMany(IActorRef topics, int count) =>
        Enumerable.Range(0, count).Select(i => Publish(topics, $"{i}").Position).ToArray()[^1];

    private static List<LogPage> CatchUp(TestProbe subscriber, Subscriber.Subscribed subscribed, long after)
    {
        var pages = new List<LogPage>();
        while (pages.Count == 0 || !pages[^1].IsEnd)
        {
            subscribed.TopicRef.Tell(new TopicActor.CatchUp(subscribed.Request, pages.Count == 0 ? after : pages[^1].After), subscriber);
            pages.Add(subscriber.ExpectMsg<Subscriber.Replayed>().Page);
        }

        return pages;
    }

    private TopicReply.Published Restart(IActorRef topics, Func<IActorRef, TopicReply.Published> use)
    {
        var published = use(topics);
        Watch(topics);
        Sys.Stop(topics);
        ExpectTerminated(topics);
        return published;
    }

    private IActorRef Start(int messages = 100, TimeSpan? age = null, int historyBytes = 1_000_000)
    {
        var history = new HistoryRule { Messages = messages, Durable = true, Age = age ?? TimeSpan.FromMinutes(5) };
        var settings = new TopicSettings { Rules = [new TopicRule { Match = "*", History = history }], MaxHistoryBytes = historyBytes };
        var storage = new TopicStorage(_store, new StorageSettings(), Telemetry.Storage);
        return Sys.ActorOf(TopicsActor.Props(settings, new TopicRules(settings.Rules), Clock, Telemetry, storage: storage));
    }

    private T AwaitHeld<T>()
        where T : StorageRequest
    {
        Eventually(() => Assert.Contains(_store.Held, request => request is T));
        return _store.Held.OfType<T>().First();
    }

    private static Subscriber.Subscribed Subscribe(IActorRef topics, TestProbe subscriber, TopicPosition? since = null)
    {
        topics.Tell(new TopicRequest.Subscribe(News, subscriber, JsonProtocol.Instance)
        {
            Since = since is null ? null : SinceRequest.From(since),
        });
        return subscriber.ExpectMsg<Subscriber.Subscribed>();
    }

    private TopicSnapshot Snapshot(IActorRef topics)
    {
        var asker = CreateTestProbe();
        topics.Tell(new TopicRequest.GetSnapshot(News), asker);
        return asker.ExpectMsg<TopicSnapshot>();
    }

    private TopicReply.Published Publish(IActorRef topics, string text, string? key = null)
    {
        topics.Tell(Publication(text) with { IdempotencyKey = key }, TestActor);
        return ExpectMsg<TopicReply.Published>();
    }

    private static TopicRequest.Publish Publication(string text)
    {
        Assert.True(Protocol.Topics.Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        return new TopicRequest.Publish(News, publication, PublicationSource.AdminApi);
    }

    private static string Text(Subscriber.Deliver delivered) => Encoding.UTF8.GetString(delivered.Frame);

    private static (string Code, string Message) Named(TopicReply.Refused refused) => (refused.Code, refused.Message);
}
