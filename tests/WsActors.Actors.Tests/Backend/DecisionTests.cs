using System.Globalization;
using System.Text;
using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Connections;
using WsActors.Actors.Topics.Messages;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Backend;

/// <summary>Tests a connection while the application decides, and after its decision.</summary>
public sealed class DecisionTests : ConnectionActorTest
{
    private const string Json = "wsactors.v1.json";

    private readonly FakeBackend _backend = new();

    public DecisionTests()
    {
        Backend = _backend;
        Rules = [new TopicRule { Match = "news", Subscribe = Permission.Webhook, Publish = Permission.Webhook }];
    }

    [Fact]
    public void A_topic_is_asked_for_once_the_application_allows_it()
    {
        Open("/connect", Json);
        Say("""{"type":"subscribe","id":1,"topic":"news"}""");
        var request = Assert.IsType<AuthorizationRequest.Subscribe>(Answered(asked => asked.Allow()));

        Assert.Equal(new ConnectionId(1), request.Connection);
        Assert.Null(request.User);
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        ExpectSent("""{"type":"subscribed","id":1,"topic":"news" """.TrimEnd());
    }

    [Fact]
    public void A_subscription_that_the_application_refuses_is_an_error_with_its_reason()
    {
        Open("/connect", Json);
        Say("""{"type":"subscribe","id":1,"topic":"news"}""");
        Answered(asked => asked.Refuse("members only"));

        ExpectSent("""{"type":"error","id":1,"code":"subscribe_forbidden","message":"members only"}""");
        Assert.Empty(Snapshot().Subscriptions);
        Topics.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_subscription_about_which_the_application_cannot_be_asked_may_be_tried_again()
    {
        Open("/connect", Json);
        Say("""{"type":"subscribe","id":1,"topic":"news"}""");
        Answered(asked => asked.LeaveUnanswered());

        ExpectSent("\"code\":\"try_again_later\"");
        Say("""{"type":"subscribe","id":2,"topic":"news"}""");
        Answered(asked => asked.Allow());
        Topics.ExpectMsg<TopicRequest.Subscribe>();
    }

    [Fact]
    public void An_answer_that_comes_twice_asks_for_the_topic_once()
    {
        Open("/connect", Json);
        Say("""{"type":"subscribe","id":1,"topic":"news"}""");
        Answered(asked =>
        {
            asked.Allow();
            asked.Allow();
            asked.Refuse();
        });
        Snapshot();

        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Assert.Single(Snapshot().Subscriptions);
        Topics.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_client_that_leaves_before_the_answer_is_not_subscribed_by_it()
    {
        Open("/connect", Json);
        Say("""{"type":"subscribe","id":1,"topic":"news"}""");
        var asked = _backend.Next();
        Say("""{"type":"unsubscribe","id":2,"topic":"news"}""");
        ExpectSent("""{"type":"unsubscribed","id":2,"topic":"news"}""");
        asked.Allow();
        Snapshot();

        Topics.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Of_two_questions_about_one_topic_only_the_answer_to_the_later_counts()
    {
        Open("/connect", Json);
        Say("""{"type":"subscribe","id":1,"topic":"news"}""");
        var first = _backend.Next();
        Say("""{"type":"unsubscribe","topic":"news"}""");
        Say("""{"type":"subscribe","id":3,"topic":"news"}""");
        var second = _backend.Next();
        second.Allow();
        first.Refuse();
        Snapshot();

        Assert.Equal("3", Topics.ExpectMsg<TopicRequest.Subscribe>().Request!.Json);
        Assert.Single(Snapshot().Subscriptions);
    }

    [Fact]
    public void Subscriptions_that_wait_for_an_answer_count_against_the_limit()
    {
        Settings = new PushSettings { MaxSubscriptions = 2 };
        Rules = [new TopicRule { Match = "*", Subscribe = Permission.Webhook }];
        Open("/connect", Json);
        foreach (var topic in new[] { "a", "b", "c" })
            Say($$"""{"type":"subscribe","id":"{{topic}}","topic":"{{topic}}"}""");

        ExpectSent("""{"type":"error","id":"c","code":"too_many_subscriptions" """.TrimEnd());
        Assert.Equal(2, _backend.WaitingRequests);
    }

    [Fact]
    public void A_connection_that_ended_before_the_answer_asks_for_nothing()
    {
        Open("/connect", Json);
        Say("""{"type":"subscribe","id":1,"topic":"news"}""");
        var asked = _backend.Next();
        Connection.Tell(new ConnectionMessage.Close(WsActors.Protocol.WebSocket.Close.CloseCode.Normal, "bye"));
        asked.Allow();
        Snapshot();

        Topics.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_plain_client_enters_when_the_application_allows_its_topic()
    {
        Begin();
        Transport.ClientSends([.. Encoding.Latin1.GetBytes(Request("/topics/news")), .. ClientFrame.Ping("early"u8)]);
        Assert.IsType<AuthorizationRequest.Enter>(Answered(asked =>
        {
            Assert.Empty(Transport.Sent);
            asked.Allow();
        }));

        ExpectSent("HTTP/1.1 101");
        ExpectSent("early");
        Topics.ExpectMsg<TopicRequest.Subscribe>();
    }

    [Fact]
    public void A_plain_client_whose_topic_the_application_refuses_gets_403_with_the_reason()
    {
        Begin();
        Transport.ClientSends(Request("/topics/news"));
        Answered(asked => asked.Refuse("members only"));

        ExpectSent("HTTP/1.1 403");
        ExpectSent("members only");
        ExpectStopping();
    }

    [Fact]
    public void A_plain_client_about_whom_the_application_cannot_be_asked_gets_503()
    {
        Begin();
        Transport.ClientSends(Request("/topics/news"));
        Answered(asked => asked.LeaveUnanswered());

        ExpectSent("HTTP/1.1 503");
        ExpectSent("Retry-After:");
    }

    [Fact]
    public void An_answer_behind_the_handshakes_timeout_changes_nothing()
    {
        Begin();
        Transport.ClientSends(Request("/topics/news"));
        var asked = _backend.Next();
        Pass(Settings.HandshakeTimeout);
        ExpectSent("HTTP/1.1 408");
        asked.Allow();
        Snapshot();

        Assert.DoesNotContain("HTTP/1.1 101", Transport.SentText, StringComparison.Ordinal);
        Topics.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void History_of_a_topic_that_the_application_guards_is_for_its_subscribers()
    {
        Open("/connect", Json);
        Say("""{"type":"history","id":1,"topic":"news"}""");
        ExpectSent("""{"type":"error","id":1,"code":"subscribe_forbidden" """.TrimEnd());

        Say("""{"type":"subscribe","id":2,"topic":"news"}""");
        Answered(asked => asked.Allow());
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Say("""{"type":"history","id":3,"topic":"news"}""");

        Topics.ExpectMsg<TopicRequest.GetHistory>();
    }

    [Fact]
    public void Publications_keep_their_order_though_the_later_is_decided_first()
    {
        Open("/connect", Json);
        Say("""{"type":"publish","id":1,"topic":"news","data":1}""");
        Say("""{"type":"publish","id":2,"topic":"news","data":2}""");
        var first = _backend.Next();
        var second = _backend.Next();
        second.Allow();
        Snapshot();
        Topics.ExpectNoMsg(TimeSpan.Zero);
        first.Allow();

        Assert.Equal("1", Topics.ExpectMsg<TopicRequest.Publish>().Request!.Json);
        Assert.Equal("2", Topics.ExpectMsg<TopicRequest.Publish>().Request!.Json);
    }

    [Fact]
    public void A_refused_publication_does_not_hold_up_the_next()
    {
        Open("/connect", Json);
        Say("""{"type":"publish","id":1,"topic":"news","data":1}""");
        Say("""{"type":"publish","id":2,"topic":"news","data":2}""");
        _backend.Next().Refuse();
        _backend.Next().Allow();

        ExpectSent("""{"type":"error","id":1,"code":"publish_forbidden" """.TrimEnd());
        Assert.Equal("2", Topics.ExpectMsg<TopicRequest.Publish>().Request!.Json);
    }

    [Fact]
    public void The_question_about_a_publication_holds_what_is_to_be_published()
    {
        Open("/connect", Json);
        Say("""{"type":"publish","id":1,"topic":"news","data":{"a":1}}""");
        var request = Assert.IsType<AuthorizationRequest.Publish>(_backend.Next().Request);

        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(request.Publication.Payload.Span));
    }

    [Fact]
    public void More_publications_than_may_wait_are_told_to_try_again()
    {
        Open("/connect", Json);
        for (var id = 0; id <= PendingPublications.MaxLength; id++)
            Say(string.Create(CultureInfo.InvariantCulture, $$"""{"type":"publish","id":{{id}},"topic":"news","data":0}"""));

        ExpectSent($$"""{"type":"error","id":{{PendingPublications.MaxLength}},"code":"try_again_later" """.TrimEnd());
        Assert.Equal(PendingPublications.MaxLength, _backend.WaitingRequests);
    }

    [Fact]
    public void A_plain_client_whose_publication_cannot_be_decided_is_closed_with_1013()
    {
        Rules = [new TopicRule { Match = "news", Publish = Permission.Webhook }];
        OpenSubscribed();
        Say("hello");
        Answered(asked => asked.LeaveUnanswered());

        ExpectClose(1013);
    }

    private AuthorizationRequest Answered(Action<FakeBackend.Pending> answer)
    {
        var asked = _backend.Next();
        answer(asked);
        return asked.Request;
    }

    private void Say(string text) => Transport.ClientSends(ClientFrame.Text(text));

    private void ExpectStopping() => Eventually(() => Assert.NotEqual(ConnectionPhase.Handshaking, Snapshot().Phase));
}
