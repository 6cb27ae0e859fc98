using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

public sealed class TopicsActorTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    [Fact]
    public void A_publication_is_numbered_and_told_to_every_subscriber_in_its_protocol()
    {
        var topics = Start();
        var (plain, json) = (CreateTestProbe(), CreateTestProbe());
        Subscribe(topics, plain, PlainProtocol.Instance);
        Subscribe(topics, json, JsonProtocol.Instance);

        var published = Publish(topics, "hello");

        Assert.Equal((1, 2), (published.Position.Offset, published.Subscribers));
        Assert.Equal("hello", Payload(plain.ExpectMsg<Subscriber.Deliver>()));
        Assert.Equal("""{"type":"message","topic":"news","data":"hello"}""", Payload(json.ExpectMsg<Subscriber.Deliver>()));
    }

    [Fact]
    public void Subscribers_of_one_protocol_share_one_frame()
    {
        var topics = Start();
        var (one, other) = (CreateTestProbe(), CreateTestProbe());
        Subscribe(topics, one, PlainProtocol.Instance);
        Subscribe(topics, other, PlainProtocol.Instance);
        Publish(topics, "hello");

        Assert.Same(one.ExpectMsg<Subscriber.Deliver>().Frame, other.ExpectMsg<Subscriber.Deliver>().Frame);
    }

    [Fact]
    public void Offsets_count_up_and_subscribers_hear_them_in_order()
    {
        var topics = Start();
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber, PlainProtocol.Instance);
        for (var i = 1; i <= 100; i++)
            Assert.Equal(i, Publish(topics, $"{i}").Position.Offset);

        for (var i = 1; i <= 100; i++)
            Assert.Equal($"{i}", Payload(subscriber.ExpectMsg<Subscriber.Deliver>()));
    }

    [Fact]
    public void Who_has_unsubscribed_hears_nothing_more()
    {
        var topics = Start();
        var subscriber = CreateTestProbe();
        var subscribed = Subscribe(topics, subscriber, PlainProtocol.Instance);
        subscribed.TopicRef.Tell(new TopicActor.Unsubscribe(subscriber));

        // The unsubscription is told directly, so the topic may hear of it after a publication that is told by way of its parent.
        Eventually(() => Assert.Equal(0, Telemetry.Figures.Subscriptions));
        Assert.Equal(0, Publish(topics, "late").Subscribers);
    }

    [Fact]
    public void Subscribing_twice_is_one_subscription()
    {
        var topics = Start();
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber, PlainProtocol.Instance);
        Subscribe(topics, subscriber, PlainProtocol.Instance);

        Assert.Equal(1, Publish(topics, "once").Subscribers);
        Assert.Equal(1, Telemetry.Figures.Subscriptions);
    }

    [Fact]
    public void A_subscriber_that_returns_with_its_position_has_missed_nothing_or_hears_the_range()
    {
        var topics = Start();
        var subscriber = CreateTestProbe();
        var start = Subscribe(topics, subscriber, PlainProtocol.Instance).Position;
        Publish(topics, "1");
        Publish(topics, "2");
        subscriber.ReceiveN(2);

        var complete = Subscribe(topics, subscriber, PlainProtocol.Instance, start with { Offset = 2 });
        var incomplete = Subscribe(topics, subscriber, PlainProtocol.Instance, start);

        Assert.True(complete.Recovery!.IsComplete);
        Assert.Equal((1, 2), (incomplete.Recovery!.Missed!.From, incomplete.Recovery.Missed.To));
    }

    [Fact]
    public void Reserved_names_are_published_to_by_the_server_alone()
    {
        var topics = Start();
        var name = TopicName.Parse("$mine");
        topics.Tell(new TopicRequest.Publish(name, Text("x"), PublicationSource.AdminApi));

        Assert.Equal(ErrorCode.PublishForbidden, ExpectMsg<TopicReply.Refused>().Code);
    }

    [Fact]
    public void Reserved_names_that_the_server_does_not_use_are_unknown_to_subscribers()
    {
        var topics = Start();
        topics.Tell(new TopicRequest.Subscribe(TopicName.Parse("$nothing"), TestActor, PlainProtocol.Instance));

        Assert.Equal(ErrorCode.UnknownTopic, ExpectMsg<Subscriber.SubscribeRefused>().Code);
    }

    [Fact]
    public void A_topic_for_operators_takes_no_client_and_others_before_anything_is_published()
    {
        var topics = Start();
        var subscribe = new TopicRequest.Subscribe(TopicName.Parse("$audit"), TestActor, PlainProtocol.Instance);
        topics.Tell(subscribe);
        Assert.Equal(ErrorCode.SubscribeForbidden, ExpectMsg<Subscriber.SubscribeRefused>().Code);

        topics.Tell(subscribe with { IsUnruled = true });
        ExpectMsg<Subscriber.Subscribed>();
    }

    [Fact]
    public void Beyond_the_limit_new_topics_are_refused_and_the_old_ones_live()
    {
        var topics = Start(new TopicSettings { MaxTopics = 1 });
        Publish(topics, "first");
        topics.Tell(new TopicRequest.Publish(TopicName.Parse("other"), Text("x"), PublicationSource.AdminApi));

        Assert.Equal(ErrorCode.TooManyTopics, ExpectMsg<TopicReply.Refused>().Code);
        Assert.Equal(2, Publish(topics, "second").Position.Offset);
    }

    [Fact]
    public void A_topic_that_nobody_needs_is_forgotten_and_its_name_is_free()
    {
        var settings = new TopicSettings();
        var topics = Start(settings);
        var before = Publish(topics, "x").Position;

        Time.Advance(settings.ForgetAfter * 2);
        Eventually(() => Assert.Equal(0, Telemetry.Figures.Topics));

        var after = Publish(topics, "y").Position;
        Assert.Equal(1, after.Offset);
        Assert.NotEqual(before.Epoch, after.Epoch);
    }

    [Fact]
    public void Of_names_that_were_only_subscribed_to_no_more_than_so_many_are_remembered()
    {
        var topics = Start(new TopicSettings { MaxVacantTopics = 10 });
        for (var i = 0; i < 100; i++)
            Visit(topics, $"name.{i}");

        Eventually(() => Assert.Equal(10, Telemetry.Figures.Topics));
    }

    [Fact]
    public void A_name_that_is_subscribed_to_again_and_one_that_was_published_to_are_not_forgotten_for_those_that_are_not()
    {
        var topics = Start(new TopicSettings { MaxVacantTopics = 1 });
        Publish(topics, "kept");
        Visit(topics, News.Value);
        Visit(topics, "again");
        var subscriber = CreateTestProbe();
        topics.Tell(new TopicRequest.Subscribe(TopicName.Parse("again"), subscriber, PlainProtocol.Instance));
        subscriber.ExpectMsg<Subscriber.Subscribed>();
        for (var i = 0; i < 10; i++)
            Visit(topics, $"name.{i}");

        Eventually(() => Assert.Equal(3, Telemetry.Figures.Topics));
        Assert.Equal(2, Publish(topics, "still numbered").Position.Offset);
    }

    [Fact]
    public void A_topic_with_a_subscriber_is_never_forgotten()
    {
        var settings = new TopicSettings();
        var topics = Start(settings);
        Subscribe(topics, CreateTestProbe(), PlainProtocol.Instance);

        Time.Advance(settings.ForgetAfter * 3);

        Assert.Equal(1, Publish(topics, "still here").Subscribers);
    }

    [Fact]
    public void The_rule_in_force_is_the_first_that_matches()
    {
        var topics = Start(new TopicSettings
        {
            Rules =
            [
                new TopicRule { Match = "secret.*", Subscribe = Permission.Nobody },
                new TopicRule { Match = "*" },
            ],
        });
        topics.Tell(new TopicRequest.Subscribe(TopicName.Parse("secret.plans"), TestActor, PlainProtocol.Instance));

        Assert.Equal(ErrorCode.SubscribeForbidden, ExpectMsg<Subscriber.SubscribeRefused>().Code);
    }

    [Fact]
    public void Topics_are_listed_by_name_page_by_page()
    {
        var topics = Start();
        foreach (var name in new[] { "b", "a.2", "a.1", "a.3" })
            topics.Tell(new TopicRequest.Publish(TopicName.Parse(name), Text("x"), PublicationSource.AdminApi), ActorRefs.NoSender);

        topics.Tell(new TopicsActor.GetTopics("a.", 2, null));
        var first = ExpectMsg<TopicsActor.TopicPage>();
        topics.Tell(new TopicsActor.GetTopics("a.", 2, first.Next));
        var second = ExpectMsg<TopicsActor.TopicPage>();

        Assert.Equal(["a.1", "a.2"], first.Topics.Select(topic => topic.Topic.Value));
        Assert.Equal(["a.3"], second.Topics.Select(topic => topic.Topic.Value));
        Assert.Null(second.Next);
    }

    // The list asks each topic itself, past the count of the requests that it is forwarded.
    [Fact]
    public void A_topic_that_was_listed_is_forgotten_like_any_other()
    {
        var settings = new TopicSettings();
        var topics = Start(settings);
        Publish(topics, "x");
        topics.Tell(new TopicsActor.GetTopics("", 10, null));
        Assert.Single(ExpectMsg<TopicsActor.TopicPage>().Topics);

        Time.Advance(settings.ForgetAfter * 2);

        Eventually(() => Assert.Equal(0, Telemetry.Figures.Topics));
    }

    [Fact]
    public void Topics_are_listed_from_a_cursor_that_is_gone_or_lies_outside_the_prefix()
    {
        var topics = Start();
        foreach (var name in new[] { "a", "a.1", "a.2", "b.1" })
            topics.Tell(new TopicRequest.Publish(TopicName.Parse(name), Text("x"), PublicationSource.AdminApi), ActorRefs.NoSender);

        Assert.Equal(["a.2"], List(topics, "a.", "a.1.gone"));
        Assert.Equal(["a.1", "a.2"], List(topics, "a.", "a"));
        Assert.Empty(List(topics, "a.", "b"));
        Assert.Equal(["a", "a.1", "a.2", "b.1"], List(topics, "", null));
    }

    [Fact]
    public void When_a_topic_fails_its_subscribers_hear_where_it_stood_and_can_return()
    {
        var topics = Start();
        var subscriber = CreateTestProbe();
        var before = Subscribe(topics, subscriber, PlainProtocol.Instance);
        Publish(topics, "x");
        subscriber.ExpectMsg<Subscriber.Deliver>();

        before.TopicRef.Tell(Kill.Instance);

        Assert.Equal(before.Position with { Offset = 1 }, subscriber.ExpectMsg<Subscriber.TopicLost>().Last);
        var after = Subscribe(topics, subscriber, PlainProtocol.Instance);
        Assert.NotEqual(before.Position.Epoch, after.Position.Epoch);
        Assert.Equal(1, Publish(topics, "back").Subscribers);
        Assert.Equal((1, 1), (Telemetry.Figures.Topics, Telemetry.Figures.Subscriptions));
    }

    [Fact]
    public void Who_returns_after_a_topic_failed_hears_that_messages_may_be_lost_and_which_came_meanwhile()
    {
        var topics = Start();
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber, PlainProtocol.Instance).TopicRef.Tell(Kill.Instance);
        var lost = subscriber.ExpectMsg<Subscriber.TopicLost>();
        Publish(topics, "meanwhile");

        var recovery = Subscribe(topics, subscriber, PlainProtocol.Instance, lost.Last).Recovery;

        Assert.Equal(new Recovery(false, new MissedRange(1, 1, MissedRange.EpochChanged), 1), recovery);
    }

    [Fact]
    public void A_subscription_that_is_on_its_way_to_a_failing_topic_is_answered()
    {
        var topics = Start();
        var (early, late) = (CreateTestProbe(), CreateTestProbe());
        var topicRef = Subscribe(topics, early, PlainProtocol.Instance).TopicRef;

        for (var i = 0; i < 20; i++)
        {
            topicRef.Tell(Kill.Instance);
            topics.Tell(new TopicRequest.Subscribe(News, late, PlainProtocol.Instance));
            late.FishForMessage<Subscriber.Subscribed>(_ => true);
        }
    }

    [Fact]
    public void A_topic_that_failed_is_forgotten_like_any_other()
    {
        var settings = new TopicSettings();
        var topics = Start(settings);
        var subscriber = CreateTestProbe();
        Subscribe(topics, subscriber, PlainProtocol.Instance).TopicRef.Tell(Kill.Instance);
        subscriber.ExpectMsg<Subscriber.TopicLost>();
        Publish(topics, "x");

        Time.Advance(settings.ForgetAfter * 2);

        Eventually(() => Assert.Equal(0, Telemetry.Figures.Topics));
    }

    [Fact]
    public void New_rules_change_the_permissions_of_a_topic_and_leave_what_it_was_made_with()
    {
        var rules = new TopicRules([new TopicRule { Match = "*", History = new HistoryRule { Messages = 5 } }]);
        var topics = Sys.ActorOf(TopicsActor.Props(new TopicSettings(), rules, Clock, Telemetry));
        Publish(topics, "x");

        rules.Use([new TopicRule { Match = "*", Subscribe = Permission.Nobody, Presence = true }]);
        topics.Tell(new TopicRequest.GetSnapshot(News));

        var rule = ExpectMsg<TopicSnapshot>().Rule;
        Assert.Equal((Permission.Nobody, 5, false), (rule.Subscribe, rule.History.Messages, rule.Presence));
        topics.Tell(new TopicRequest.GetSnapshot(TopicName.Parse("later")));
        ExpectMsg<TopicReply.Unknown>();
    }

    [Fact]
    public void A_subscription_that_is_taken_back_before_it_is_answered_leaves_nothing_behind()
    {
        var topics = Start();
        topics.Tell(new TopicRequest.Subscribe(News, TestActor, PlainProtocol.Instance));
        topics.Tell(new TopicsActor.Unsubscribe(News, TestActor));
        ExpectMsg<Subscriber.Subscribed>();

        Assert.Equal(0, Publish(topics, "x").Subscribers);
        Assert.Equal(0, Telemetry.Figures.Subscriptions);
    }

    private IActorRef Start(TopicSettings? settings = null)
    {
        settings ??= new TopicSettings();
        return Sys.ActorOf(TopicsActor.Props(settings, new TopicRules(settings.Rules), Clock, Telemetry));
    }

    private static Publication Text(string text) =>
        Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out var fault)
            ? publication
            : throw new ArgumentException(fault);

    private TopicReply.Published Publish(IActorRef topics, string text)
    {
        topics.Tell(new TopicRequest.Publish(News, Text(text), PublicationSource.AdminApi));
        return ExpectMsg<TopicReply.Published>();
    }

    private static Subscriber.Subscribed Subscribe(
        IActorRef topics, TestProbe subscriber, IClientProtocol protocol, TopicPosition? since = null)
    {
        topics.Tell(new TopicRequest.Subscribe(News, subscriber, protocol)
        {
            Since = since is null ? null : SinceRequest.From(since),
        });
        return subscriber.ExpectMsg<Subscriber.Subscribed>();
    }

    private IEnumerable<string> List(IActorRef topics, string prefix, string? after)
    {
        topics.Tell(new TopicsActor.GetTopics(prefix, 10, after));
        return ExpectMsg<TopicsActor.TopicPage>().Topics.Select(topic => topic.Topic.Value);
    }

    private void Visit(IActorRef topics, string name)
    {
        var visitor = CreateTestProbe();
        topics.Tell(new TopicRequest.Subscribe(TopicName.Parse(name), visitor, PlainProtocol.Instance));
        visitor.ExpectMsg<Subscriber.Subscribed>().TopicRef.Tell(new TopicActor.Unsubscribe(visitor));
    }

    private static string Payload(Subscriber.Deliver deliver) => Encoding.UTF8.GetString(deliver.Frame[2..]);
}
