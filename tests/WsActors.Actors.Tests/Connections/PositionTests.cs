using Akka.Actor;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Tests a client's position when it returns, and when its topic fails.</summary>
public sealed class PositionTests : CatchUpTest
{
    private static Recovery LostLog => new(false, MissedRange.OfOtherLog(0, MissedRange.EpochChanged), After: 0);

    [Fact]
    public void Topic_that_fails_while_its_past_is_read_is_returned_to_from_what_was_read()
    {
        var subscribe = OpenReturning();
        ConfirmBehind(subscribe);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Replay(subscribe, ["three"], after: 3, isEnd: false);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Connection.Tell(new Subscriber.TopicLost(News, new TopicPosition("e", 4)));

        Assert.Equal(SinceRequest.From(new TopicPosition("e", 3)), Topics.ExpectMsg<TopicRequest.Subscribe>().Since);
    }

    [Fact]
    public void Topic_that_fails_before_its_past_is_asked_for_is_returned_to_from_where_the_client_stood()
    {
        Open("/", Json);
        var first = Return("first", id: 1);
        var second = Return("second", id: 2);
        ConfirmBehind(first);
        ConfirmBehind(second);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Connection.Tell(new Subscriber.TopicLost(second.Topic, new TopicPosition("e", 4)));

        Assert.Equal(2, Topics.ExpectMsg<TopicRequest.Subscribe>().Since!.Offset);
    }

    [Fact]
    public void Answer_of_who_returns_holds_its_own_position_and_the_logs_end()
    {
        var subscribe = OpenReturning();
        ConfirmBehind(subscribe);
        Replay(subscribe, ["three", "four"], after: 4, isEnd: true);

        ExpectSent("""{"type":"subscribed","id":1,"topic":"news","epoch":"e","offset":2,"head":4,"recovered":true}""");
    }

    [Fact]
    public void Answer_of_who_knew_another_log_begins_before_its_first_message()
    {
        var subscribe = OpenReturning();
        Connection.Tell(new Subscriber.Subscribed(
            News, TopicRef, new TopicPosition("f", 4), new Recovery(false, MissedRange.OfOtherLog(3, MissedRange.EpochChanged), After: 3), subscribe));
        Replay(subscribe, ["four"], after: 4, isEnd: true);

        ExpectSent("""{"type":"subscribed","id":1,"topic":"news","epoch":"f","offset":0,"head":4,"recovered":false}""");
        ExpectSent("""{"type":"gap","topic":"news","from":1,"to":3,"reason":"epoch_changed"}""");
    }

    [Theory]
    [InlineData("/topics/news?since=9&epoch=old")]
    [InlineData("/topics/news?since=old-9")]
    public void Plain_client_that_names_its_epoch_is_closed_where_something_is_lost(string target)
    {
        Open(target);
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>(), LostLog);

        ExpectClose(4106);
        TopicRef.ExpectMsg<TopicActor.Unsubscribe>();
    }

    [Fact]
    public void Plain_client_that_names_its_epoch_is_closed_where_a_gap_opens_on_the_way()
    {
        Open("/topics/news?since=2&epoch=e");
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        ConfirmBehind(subscribe);
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Replay(subscribe, ["nine"], after: 9, isEnd: true, new MissedRange(3, 8, MissedRange.NotKept));

        ExpectClose(4106);
    }

    [Fact]
    public void Plain_client_that_names_no_epoch_is_given_what_is_there()
    {
        Open("/topics/news?since=9");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>(), LostLog);
        Deliver("one");

        ExpectSent("one");
    }

    private TopicRequest.Subscribe Return(string topic, int id)
    {
        Transport.ClientSends(ClientFrame.Text($$$"""{"type":"subscribe","id":{{{id}}},"topic":"{{{topic}}}","since":{"epoch":"e","offset":2}}"""));
        return Topics.ExpectMsg<TopicRequest.Subscribe>();
    }
}
