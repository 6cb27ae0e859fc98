using System.Globalization;
using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Backend;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections.Answers;

/// <summary>Subscriptions that their topics have not confirmed yet, and what may happen to them meanwhile.</summary>
public sealed class PendingSubscriptionTests : ConnectionActorTest
{
    private readonly FakeBackend _backend = new();

    public PendingSubscriptionTests()
    {
        Backend = _backend;
        Rules = [new TopicRule { Match = "asked", Subscribe = Permission.Webhook }];
        Settings = new PushSettings { MaxPendingSubscriptions = 2 };
    }

    [Fact]
    public void Subscribe_unsubscribe_subscribe_in_one_go_is_answered_cancelled_unsubscribed_subscribed()
    {
        Open("/connect");
        Say("subscribe", 1, "news");
        Say("unsubscribe", 2, "news");
        Say("subscribe", 3, "news");
        var first = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Topics.ExpectMsg<TopicsActor.Unsubscribe>();
        var second = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Confirm(first);
        Confirm(second);

        ExpectSent("""{"type":"subscribed","id":3,"topic":"news" """.TrimEnd());
        ExpectSent("""{"type":"error","id":1,"code":"cancelled" """.TrimEnd());
        ExpectSent("""{"type":"unsubscribed","id":2,"topic":"news"}""");
        Assert.Single(ServerFrames.Events(Transport.Sent, "subscribed"));
    }

    [Fact]
    public void A_subscription_that_is_still_with_the_application_is_answered_too_when_it_is_cancelled()
    {
        Open("/connect");
        Say("subscribe", 1, "asked");
        var asked = _backend.Next();
        Say("unsubscribe", 2, "asked");
        ExpectSent("""{"type":"error","id":1,"code":"cancelled" """.TrimEnd());
        asked.Allow();
        Snapshot();

        Topics.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_client_that_subscribes_to_many_topics_has_a_few_requests_on_their_way_and_the_next_follows_each_answer()
    {
        Open("/connect");
        for (var i = 1; i <= 5; i++)
            Say("subscribe", i, string.Create(CultureInfo.InvariantCulture, $"t{i}"));
        var first = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Topics.ExpectMsg<TopicRequest.Subscribe>();
        Snapshot();
        Topics.ExpectNoMsg(TimeSpan.Zero);

        Refuse(first);

        Assert.Equal("t3", Topics.ExpectMsg<TopicRequest.Subscribe>().Topic.Value);
        Snapshot();
        Topics.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_client_with_many_requests_waiting_is_read_on_when_its_topics_have_answered()
    {
        Open("/connect");
        var commands = Enumerable.Range(1, 400).Select(i => ClientFrame.Text($$"""{"type":"subscribe","id":{{i}},"topic":"topic.{{i}}"}"""));
        Transport.ClientSends([.. commands.SelectMany(frame => frame)]);
        var first = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Assert.InRange(Snapshot().MessagesReceived, 100, 399);
        Assert.False(Transport.IsAwaited);

        Refuse(first);
        for (var i = 2; i <= 400; i++)
            Refuse(Topics.ExpectMsg<TopicRequest.Subscribe>());

        Eventually(() => Assert.Equal(400, ServerFrames.Events(Transport.Sent, "error").Count));
    }

    [Fact]
    public void A_connection_that_ends_with_many_subscriptions_leaves_them_in_one_message()
    {
        Settings = new PushSettings();
        Open("/connect");
        for (var i = 1; i <= 20; i++)
        {
            Say("subscribe", i, string.Create(CultureInfo.InvariantCulture, $"t{i}"));
            var request = Topics.ExpectMsg<TopicRequest.Subscribe>();
            if (i > 1)
                Connection.Tell(new Subscriber.Subscribed(request.Topic, TopicRef, new TopicPosition("e", 0), null, request));
        }

        Snapshot();
        Transport.ClientResets();

        var leave = Topics.ExpectMsg<TopicsActor.Leave>();
        Assert.Equal(20, leave.Topics.Count);
        Assert.Equal([null, .. Enumerable.Repeat<IActorRef?>(TopicRef, 19)], leave.Topics.Select(topic => topic.TopicRef is null ? null : (IActorRef?)TopicRef));
    }

    [Fact]
    public void A_cancelled_request_counts_among_those_on_their_way_until_its_topic_has_answered()
    {
        Open("/connect");
        Say("subscribe", 1, "a");
        Say("unsubscribe", 2, "a");
        Say("subscribe", 3, "b");
        Say("subscribe", 4, "c");
        Say("unsubscribe", 5, "c");
        var cancelled = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Topics.ExpectMsg<TopicsActor.Unsubscribe>();
        Assert.Equal("b", Topics.ExpectMsg<TopicRequest.Subscribe>().Topic.Value);
        Snapshot();

        // "c" was given up before its turn came: its topic never hears of it.
        Topics.ExpectNoMsg(TimeSpan.Zero);
        Say("subscribe", 6, "d");
        Confirm(cancelled);
        Assert.Equal("d", Topics.ExpectMsg<TopicRequest.Subscribe>().Topic.Value);
    }

    [Fact]
    public void A_request_that_waits_for_a_topic_which_fails_is_answered_under_its_id()
    {
        Open("/connect");
        Say("subscribe", 1, "news");
        var request = Topics.ExpectMsg<TopicRequest.Subscribe>();

        // Of a subscription that the client has given up before.
        Connection.Tell(new Subscriber.TopicLost(News, new TopicPosition("old", 3)));
        Confirm(request);

        ExpectSent("""{"type":"subscribed","id":1,"topic":"news" """.TrimEnd());
    }

    [Fact]
    public void A_client_whose_subscription_cannot_return_after_its_topic_failed_is_told_that_it_is_unsubscribed()
    {
        Open("/connect");
        Say("subscribe", 1, "news");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Connection.Tell(new Subscriber.TopicLost(News, new TopicPosition("e", 3)));
        Connection.Tell(new Subscriber.SubscribeRefused(
            Topics.ExpectMsg<TopicRequest.Subscribe>(), ErrorCode.TooManyTopics, "planted"));

        ExpectSent("""{"type":"unsubscribed","topic":"news","reason":"too_many_topics"}""");
        Assert.Empty(Snapshot().Subscriptions);
    }

    [Fact]
    public void A_subscription_by_the_server_that_the_client_cancels_is_refused_to_whom_asked_for_it()
    {
        Open("/connect");
        Connection.Tell(new ConnectionMessage.SubscribeTo(News, TestActor));
        Topics.ExpectMsg<TopicRequest.Subscribe>();
        Say("unsubscribe", 1, "news");

        Assert.Equal(ErrorCode.Cancelled, ExpectMsg<ConnectionMessage.Refused>().Code);
    }

    [Fact]
    public void A_subscription_by_the_server_is_refused_when_the_connection_ends_before_the_topic_has_answered()
    {
        Open("/connect");
        Connection.Tell(new ConnectionMessage.SubscribeTo(News, TestActor));
        Topics.ExpectMsg<TopicRequest.Subscribe>();
        Transport.ClientResets();

        Assert.Equal(ErrorCode.UnknownConnection, ExpectMsg<ConnectionMessage.Refused>().Code);
    }

    [Fact]
    public void The_server_subscribes_where_the_application_refuses_the_same_topic_to_the_client_meanwhile()
    {
        Open("/connect");
        Say("subscribe", 1, "asked");
        var asked = _backend.Next();
        Connection.Tell(new ConnectionMessage.SubscribeTo(TopicName.Parse("asked"), TestActor));
        asked.Refuse();
        var byServer = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Confirm(byServer);

        Assert.Null(byServer.Request);
        ExpectMsg<ConnectionMessage.SubscriptionChanged>();
        ExpectSent("""{"type":"error","id":1,"code":"subscribe_forbidden" """.TrimEnd());
    }

    [Fact]
    public void The_server_hears_that_the_client_is_subscribed_already_once_that_is_so()
    {
        Open("/connect");
        Say("subscribe", 1, "news");
        var byClient = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Connection.Tell(new ConnectionMessage.SubscribeTo(News, TestActor));
        Snapshot();
        ExpectNoMsg(TimeSpan.Zero);
        Confirm(byClient);

        Assert.Equal(ErrorCode.AlreadySubscribed, ExpectMsg<ConnectionMessage.Refused>().Code);
    }

    private void Refuse(TopicRequest.Subscribe request) =>
        Connection.Tell(new Subscriber.SubscribeRefused(request, ErrorCode.TooManyTopics, "planted"));

    private void Say(string type, int id, string topic) =>
        Transport.ClientSends(ClientFrame.Text($$"""{"type":"{{type}}","id":{{id}},"topic":"{{topic}}"}"""));
}
