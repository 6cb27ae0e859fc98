using System.Text;
using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Http;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Pushes over plain HTTP: event streams and polls.</summary>
public sealed class RespondingTests : ConnectionActorTest
{
    [Fact]
    public void Event_stream_is_subscribed_and_told_what_is_published()
    {
        var subscribe = OpenStream();
        Confirm(subscribe);
        DeliverTo(EventStreamProtocol.Instance, "hello");

        Assert.Same(EventStreamProtocol.Instance, subscribe.Protocol);
        ExpectSent("HTTP/1.1 200 OK\r\nDate: ");
        ExpectSent("GMT\r\nContent-Type: text/event-stream");
        ExpectSent("event: subscribed\n");
        ExpectSent("data: hello\n\n");
    }

    [Fact]
    public void Event_stream_resumes_behind_the_last_event_and_not_behind_its_address()
    {
        Request("/topics/news?since=3", "Accept: text/event-stream\r\nLast-Event-ID: 7");

        Assert.Equal(7, Topics.ExpectMsg<TopicRequest.Subscribe>().Since!.Offset);
    }

    [Fact]
    public void Silent_event_stream_is_kept_alive_and_is_owed_no_answer()
    {
        Confirm(OpenStream());
        ExpectSent("event: subscribed");
        Pass(Settings.KeepAliveInterval);
        ExpectSent("\r\n:\n\n\r\n");

        Pass(Settings.PongTimeout + TimeSpan.FromSeconds(1));
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void Event_stream_is_told_why_it_ends_and_when_to_come_back()
    {
        Confirm(OpenStream());
        Connection.Tell(new ConnectionMessage.SayGoodbye("draining", TimeSpan.FromSeconds(2)), TestActor);

        ExpectSent("retry: 2000\nevent: goodbye");
        ExpectSent("\"code\":1001");
        Eventually(() => Assert.EndsWith("0\r\n\r\n", Transport.SentText, StringComparison.Ordinal));
        Eventually(() => Assert.True(Transport.SendingEnded));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void Event_stream_whose_reader_stops_is_a_slow_consumer()
    {
        Settings = new PushSettings { OutboxBytes = 1024 };
        Confirm(OpenStream());
        ExpectSent("event: subscribed");
        Transport.ClientStopsReading();
        DeliverTo(EventStreamProtocol.Instance, new string('x', 600));
        DeliverTo(EventStreamProtocol.Instance, new string('y', 600));
        Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase);
        Transport.ClientReadsOn();

        ExpectSent("slow_consumer");
    }

    [Fact]
    public void Client_that_leaves_an_event_stream_has_closed_it()
    {
        Confirm(OpenStream());
        ExpectSent("event: subscribed");
        Transport.ClientEnds();

        ExpectStopped(ConnectionOutcome.Closed);
        TopicRef.ExpectMsg<TopicActor.Unsubscribe>();
    }

    [Fact]
    public void Poll_is_answered_with_the_next_publication_and_ends()
    {
        OpenPoll("/topics/news?poll=true");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        DeliverTo(PollProtocol.Instance, "hello");

        ExpectSent("\"messages\":[{\"data\":\"hello\"}]");
        Eventually(() => Assert.True(Transport.SendingEnded));
        TopicRef.ExpectMsg<TopicActor.Unsubscribe>();
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void Poll_that_has_missed_something_is_answered_at_once()
    {
        OpenPoll("/topics/news?poll=true&since=2");
        var query = Topics.ExpectMsg<TopicRequest.GetHistory>();
        Assert.Equal(2, query.Since!.Offset);
        AnswerHistory(3, new LogPage([new LoggedMessage(3, default, Text("three"))], null, 3, true));

        ExpectSent("""{"type":"history","topic":"news","epoch":"e","offset":3,"recovered":true,"messages":[{"offset":3,"data":"three"}]}""");
    }

    [Fact]
    public void Poll_that_has_missed_nothing_waits_from_that_position_on()
    {
        OpenPoll("/topics/news?poll=true&since=3");
        Topics.ExpectMsg<TopicRequest.GetHistory>();
        AnswerHistory(3, new LogPage([], null, 3, true));

        Assert.Equal(SinceRequest.From(new TopicPosition("e", 3)), Topics.ExpectMsg<TopicRequest.Subscribe>().Since);
    }

    [Fact]
    public void Poll_that_finds_something_published_while_it_subscribed_asks_again()
    {
        OpenPoll("/topics/news?poll=true&since=3");
        Topics.ExpectMsg<TopicRequest.GetHistory>();
        AnswerHistory(3, new LogPage([], null, 3, true));
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Connection.Tell(new Subscriber.Subscribed(News, TopicRef, new TopicPosition("e", 4), new Recovery(true, null, 3), subscribe));

        Assert.Equal(3, Topics.ExpectMsg<TopicRequest.GetHistory>().Since!.Offset);
    }

    [Fact]
    public void Poll_of_a_lost_log_is_told_of_the_gap()
    {
        OpenPoll("/topics/news?poll=true&since=9&epoch=old");
        Topics.ExpectMsg<TopicRequest.GetHistory>();
        AnswerHistory(4, new LogPage([], new MissedRange(1, 4, MissedRange.EpochChanged), 4, true));

        ExpectSent("\"recovered\":false,\"gap\":{\"from\":1,\"to\":4,\"reason\":\"epoch_changed\"}");
    }

    [Fact]
    public void Poll_of_a_forgotten_topic_is_told_of_the_gap_at_once()
    {
        var subscribe = PollUnknownTopic();
        Connection.Tell(LostLog(offset: 0, subscribe));

        ExpectSent("""{"type":"history","topic":"news","epoch":"e","offset":0,"recovered":false,"gap":{"from":1,"to":0,"reason":"epoch_changed"},"messages":[]}""");
    }

    [Fact]
    public void Poll_of_a_forgotten_topic_is_given_what_was_published_while_it_subscribed()
    {
        var subscribe = PollUnknownTopic();
        Connection.Tell(LostLog(offset: 1, subscribe));

        Assert.Equal(subscribe.Since, Topics.ExpectMsg<TopicRequest.GetHistory>().Since);
        Assert.False(Transport.SendingEnded);
    }

    [Fact]
    public void Poll_that_waits_too_long_is_answered_with_nothing_and_the_position()
    {
        OpenPoll("/topics/news?poll=true");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Pass(Settings.PollTimeout);

        ExpectSent("""{"type":"history","topic":"news","epoch":"e","offset":0,"messages":[]}""");
    }

    [Fact]
    public void Poll_of_a_topic_that_cannot_be_made_is_refused_with_a_status()
    {
        OpenPoll("/topics/news?poll=true");
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Connection.Tell(new Subscriber.SubscribeRefused(subscribe, ErrorCode.TooManyTopics, "full"));

        ExpectSent("HTTP/1.1 503 Service Unavailable");
        ExpectSent("too_many_topics: full");
    }

    [Fact]
    public void Poll_that_its_client_gives_up_is_forgotten()
    {
        OpenPoll("/topics/news?poll=true");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Transport.ClientEnds();

        ExpectStopped(ConnectionOutcome.Closed);
        TopicRef.ExpectMsg<TopicActor.Unsubscribe>();
    }

    [Fact]
    public void Poll_of_a_client_that_ends_its_side_is_answered_with_what_there_is()
    {
        OpenPoll("/topics/news?poll=true");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Snapshot();
        Transport.ClientEnds();

        ExpectSent("""{"type":"history","topic":"news","epoch":"e","offset":0,"messages":[]}""");
        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void Poll_that_is_not_answered_yet_when_its_client_ends_its_side_is_answered_with_what_the_topic_says()
    {
        OpenPoll("/topics/news?poll=true&since=2");
        Topics.ExpectMsg<TopicRequest.GetHistory>();
        Transport.ClientEnds();
        Snapshot();
        AnswerHistory(2, new LogPage([], null, 2, true));

        ExpectSent("\"offset\":2,\"recovered\":true,\"messages\":[]}");
        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void Poll_that_is_not_subscribed_yet_when_its_client_ends_its_side_is_answered_with_the_position()
    {
        OpenPoll("/topics/news?poll=true");
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Transport.ClientEnds();
        Snapshot();
        Confirm(subscribe);

        ExpectSent("""{"type":"history","topic":"news","epoch":"e","offset":0,"messages":[]}""");
        ExpectStopped(ConnectionOutcome.Closed);
        TopicRef.ExpectMsg<TopicActor.Unsubscribe>();
    }

    [Theory]
    [InlineData("/topics/news?poll=true", "Accept: */*", "Content-Type: application/json\r\n")]
    [InlineData("/topics/news", "Accept: text/event-stream", "Content-Type: text/event-stream; charset=utf-8\r\n")]
    public void HEAD_is_answered_at_once_with_the_head_alone_and_subscribes_to_nothing__RFC9110_9_3_2(string target, string headers, string expected)
    {
        Begin();
        Transport.ClientSends($"HEAD {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n");

        Eventually(() => Assert.True(Transport.SendingEnded));
        Assert.StartsWith("HTTP/1.1 200 OK\r\nDate: ", Transport.SentText, StringComparison.Ordinal);
        Assert.Contains(expected, Transport.SentText, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", Transport.SentText, StringComparison.Ordinal);
        Assert.Equal(1, Transport.SentText.Split("\r\n\r\n").Length - 1);
        Topics.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(0, Telemetry.Figures.Open);
    }

    [Fact]
    public void HEAD_is_refused_as_GET_would_be_without_content__RFC9110_9_3_2()
    {
        Rules = [new TopicRule { Match = "news", Subscribe = Permission.Nobody }];
        Begin();
        Transport.ClientSends("HEAD /topics/news?poll=true HTTP/1.1\r\nHost: localhost\r\n\r\n");

        ExpectSent("HTTP/1.1 403");
        Assert.EndsWith("\r\n\r\n", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void Preflight_is_answered_for_pages_that_may_connect_although_the_request_behind_it_will_be_refused()
    {
        Begin(HandshakeRefusals.TooManyFromAddress(1));
        Transport.ClientSends("OPTIONS /topics/news HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example\r\nAccess-Control-Request-Method: GET\r\n\r\n");

        ExpectSent("HTTP/1.1 204 No Content\r\nDate: ");
        ExpectSent("Access-Control-Allow-Headers: Authorization, Cache-Control, Last-Event-ID\r\n");
        Eventually(() => Assert.True(Transport.SendingEnded));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void Preflight_of_a_page_that_may_not_connect_is_refused_without_a_word_to_the_page()
    {
        Settings = new PushSettings { AllowedOrigins = ["https://app.example"] };
        Begin();
        Transport.ClientSends("OPTIONS /topics/news HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n");

        ExpectSent("HTTP/1.1 403");
        Assert.DoesNotContain("Access-Control", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void Request_under_a_name_that_was_made_to_point_to_loopback_is_refused()
    {
        Begin();
        Transport.ClientSends("GET /topics/news?poll=true HTTP/1.1\r\nHost: evil.example:8080\r\n\r\n");

        ExpectSent("HTTP/1.1 403");
        ExpectSent("host_not_allowed");
    }

    [Fact]
    public void Event_stream_over_old_HTTP_has_no_chunks__RFC9112_6_1()
    {
        Begin();
        Transport.ClientSends("GET /topics/news HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n");
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Confirm(subscribe);
        Connection.Tell(new Subscriber.Deliver(
            News, subscribe.Encoding.Encode(new ServerEvent.Message(News, Text("hello"), null))!, Clock.Now));

        ExpectSent("\n\ndata: hello\n\n");
        Assert.DoesNotContain("Transfer-Encoding", Transport.SentText, StringComparison.Ordinal);
        Connection.Tell(new ConnectionMessage.Close(WsActors.Protocol.WebSocket.Close.CloseCode.Disconnected, "bye"));
        Eventually(() => Assert.EndsWith("\"reason\":\"bye\"}\n\n", Transport.SentText, StringComparison.Ordinal));
        Eventually(() => Assert.True(Transport.SendingEnded));
    }

    [Fact]
    public void Poll_during_a_drain_is_answered_with_nothing()
    {
        OpenPoll("/topics/news?poll=true");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Connection.Tell(new ConnectionMessage.SayGoodbye("draining", TimeSpan.FromSeconds(2)), TestActor);

        ExpectSent("\"messages\":[]}");
    }

    [Fact]
    public void Poll_whose_topic_has_not_answered_yet_is_answered_with_nothing_in_a_drain()
    {
        OpenPoll("/topics/news?poll=true");
        Topics.ExpectMsg<TopicRequest.Subscribe>();
        Connection.Tell(new ConnectionMessage.SayGoodbye("draining", TimeSpan.FromSeconds(2)), TestActor);

        ExpectSent("""{"type":"history","topic":"news","messages":[]}""");
    }

    [Fact]
    public void Poll_is_answered_with_the_first_of_publications_that_came_together()
    {
        OpenPoll("/topics/news?poll=true");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        DeliverJoined("first\r\n"u8.ToArray(), "second\r\n"u8.ToArray());

        Eventually(() => Assert.True(Transport.SendingEnded));
        ExpectSent("first\r\n");
        Assert.DoesNotContain("second", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_HTTP_reaches_topics_only()
    {
        Request("/connect", "Accept: text/event-stream");

        ExpectSent("HTTP/1.1 404");
    }

    private TopicRequest.Subscribe OpenStream()
    {
        Request("/topics/news", "Accept: text/event-stream");
        return Topics.ExpectMsg<TopicRequest.Subscribe>();
    }

    private void OpenPoll(string target) => Request(target, "Accept: */*");

    private void Request(string target, string headers)
    {
        Begin();
        Transport.ClientSends($"GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n");
    }

    private TopicRequest.Subscribe PollUnknownTopic()
    {
        OpenPoll("/topics/news?poll=true&since=9&epoch=old");
        Topics.ExpectMsg<TopicRequest.GetHistory>();
        Connection.Tell(new TopicReply.Unknown(News));
        return Topics.ExpectMsg<TopicRequest.Subscribe>();
    }

    private Subscriber.Subscribed LostLog(long offset, TopicRequest.Subscribe subscribe) => new(
        News, TopicRef, new TopicPosition("e", offset), new Recovery(false, MissedRange.OfOtherLog(0, MissedRange.EpochChanged), 0), subscribe);

    private void AnswerHistory(long offset, LogPage page) =>
        Connection.Tell(new TopicReply.History(News, new TopicPosition("e", offset), page));

    private void DeliverTo(IClientProtocol protocol, string payload) => Connection.Tell(new Subscriber.Deliver(
        News, protocol.Write(new ServerEvent.Message(News, Text(payload), null))!, Clock.Now));

    private static Publication Text(string text) =>
        Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out var fault)
            ? publication
            : throw new ArgumentException(fault);
}
