using Akka.Actor;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A connection that returns to its topics: what it missed comes first, at the pace at which it reads.</summary>
public sealed class CatchUpTests : CatchUpTest
{
    [Fact]
    public void Returning_connection_asks_its_topic_for_what_it_missed()
    {
        var subscribe = OpenReturning();
        ConfirmBehind(subscribe);

        Assert.Equal(new TopicActor.CatchUp(subscribe, 2), TopicRef.ExpectMsg<TopicActor.CatchUp>());
    }

    [Fact]
    public void What_was_missed_is_said_before_what_is_new()
    {
        var subscribe = OpenReturning();
        ConfirmBehind(subscribe);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();

        // Told by the topic before it knew of us: not ours yet.
        Deliver("too early");
        Replay(subscribe, ["three", "four"], after: 4, isEnd: true);
        Deliver("five");

        ExpectSent("five");
        Assert.Matches("(?s)subscribed.*three.*four.*five", Transport.SentText);
        Assert.DoesNotContain("too early", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_pages_are_asked_for_until_the_last()
    {
        var subscribe = OpenReturning();
        ConfirmBehind(subscribe);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Replay(subscribe, ["three"], after: 3, isEnd: false);

        Assert.Equal(3, TopicRef.ExpectMsg<TopicActor.CatchUp>().After);
        Replay(subscribe, ["four"], after: 4, isEnd: true);
        Deliver("five");
        ExpectSent("five");
    }

    [Fact]
    public void Gap_that_opens_on_the_way_is_named()
    {
        var subscribe = OpenReturning();
        ConfirmBehind(subscribe);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Replay(subscribe, ["nine"], after: 9, isEnd: true, new MissedRange(3, 8, MissedRange.NotKept));

        ExpectSent("""{"type":"gap","topic":"news","from":3,"to":8,"reason":"not_kept"}""");
    }

    [Fact]
    public void Next_page_waits_until_the_reader_has_taken_the_last_one()
    {
        Settings = new PushSettings { OutboxBytes = 1024 };
        var subscribe = OpenReturning();
        ConfirmBehind(subscribe);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Transport.ClientStopsReading();
        Replay(subscribe, [new string('x', 2000)], after: 3, isEnd: false);
        TopicRef.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Transport.ClientReadsOn();
        Assert.Equal(3, TopicRef.ExpectMsg<TopicActor.CatchUp>().After);
    }

    [Fact]
    public void Topics_are_caught_up_with_one_after_the_other()
    {
        var first = OpenReturning();
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":2,"topic":"other","since":{"epoch":"e","offset":2}}"""));
        var second = Topics.ExpectMsg<TopicRequest.Subscribe>();
        ConfirmBehind(first);
        ConfirmBehind(second);
        Assert.Same(first, TopicRef.ExpectMsg<TopicActor.CatchUp>().Request);
        TopicRef.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Replay(first, ["three"], after: 3, isEnd: true);
        Assert.Same(second, TopicRef.ExpectMsg<TopicActor.CatchUp>().Request);
    }

    [Fact]
    public void Confirmations_and_pages_of_several_topics_leave_together()
    {
        var first = OpenReturning();
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":2,"topic":"other","since":{"epoch":"e","offset":2}}"""));
        var second = Topics.ExpectMsg<TopicRequest.Subscribe>();
        var sends = Transport.Sends;
        ConfirmBehind(first);
        ConfirmBehind(second);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Replay(first, ["three"], after: 3, isEnd: true);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Replay(second, ["four"], after: 3, isEnd: true);

        ExpectSent("four");
        Assert.Equal(sends + 1, Transport.Sends);
    }

    [Fact]
    public void What_waits_for_a_page_leaves_with_anything_else_that_is_said()
    {
        ConfirmBehind(OpenReturning());
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Transport.ClientSends(ClientFrame.Text("""{"type":"ping","id":3}"""));

        ExpectSent("pong");
        Assert.Contains("subscribed", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_of_a_subscription_that_was_taken_back_is_not_said()
    {
        var subscribe = OpenReturning();
        ConfirmBehind(subscribe);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Transport.ClientSends(ClientFrame.Text("""{"type":"unsubscribe","id":2,"topic":"news"}"""));
        TopicRef.ExpectMsg<TopicActor.Unsubscribe>();
        Replay(subscribe, ["three"], after: 3, isEnd: true);
        Transport.ClientSends(ClientFrame.Text("""{"type":"ping","id":3}"""));

        ExpectSent("pong");
        Assert.DoesNotContain("three", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_to_a_subscription_that_was_taken_back_and_made_again_is_not_taken_for_the_new_one()
    {
        var taken = OpenReturning();
        Transport.ClientSends(ClientFrame.Text("""{"type":"unsubscribe","id":2,"topic":"news"}"""));
        Assert.Equal(News, Topics.ExpectMsg<TopicsActor.Unsubscribe>().Topic);
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":3,"topic":"news"}"""));
        var again = Topics.ExpectMsg<TopicRequest.Subscribe>();

        ConfirmBehind(taken);
        Confirm(again);

        ExpectSent("\"subscribed\",\"id\":3");
        Assert.DoesNotContain("\"subscribed\",\"id\":1", Transport.SentText, StringComparison.Ordinal);
        TopicRef.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Connection_that_ends_takes_back_what_was_not_answered_yet()
    {
        OpenReturning();
        Transport.ClientResets();

        Assert.Equal(Connection, Topics.ExpectMsg<TopicsActor.Unsubscribe>().Subscriber);
    }

    [Fact]
    public void Topic_that_fails_while_its_past_is_read_is_returned_to()
    {
        var subscribe = OpenReturning();
        ConfirmBehind(subscribe);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Connection.Tell(new Subscriber.TopicLost(News, new TopicPosition("e", 4)));
        var again = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Confirm(again, new Recovery(false, MissedRange.OfOtherLog(0, MissedRange.EpochChanged), After: -1));

        Assert.Same(again, TopicRef.ExpectMsg<TopicActor.CatchUp>().Request);
    }

    [Fact]
    public void History_command_asks_and_answers_under_its_id()
    {
        Open("/", Json);
        Transport.ClientSends(ClientFrame.Text("""{"type":"history","id":5,"topic":"news","limit":2}"""));
        var query = Topics.ExpectMsg<TopicRequest.GetHistory>();
        Assert.Equal((News, 2), (query.Topic, query.Limit));
        Connection.Tell(new TopicReply.History(
            News, new TopicPosition("e", 9), new LogPage([new LoggedMessage(9, default, Text("nine"))], null, 9, true), query.Request));

        ExpectSent("""{"type":"history","id":5,"topic":"news","epoch":"e","offset":9,"messages":[{"offset":9,"data":"nine"}]}""");
    }

    [Fact]
    public void History_of_a_topic_that_may_not_be_subscribed_to_is_forbidden()
    {
        Rules = [new TopicRule { Match = "*", Subscribe = Permission.Nobody }];
        Open("/", Json);
        Transport.ClientSends(ClientFrame.Text("""{"type":"history","id":5,"topic":"news"}"""));

        ExpectSent("\"id\":5,\"code\":\"subscribe_forbidden\"");
    }
}
