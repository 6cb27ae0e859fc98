using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>The outbox has no room for the answer to a subscription: the client is closed, and no topic keeps it.</summary>
public sealed class FullWhileSubscribingTests : ConnectionActorTest
{
    private static readonly TopicName Other = TopicName.Parse("other");

    public FullWhileSubscribingTests() => Settings = new PushSettings { OutboxBytes = 4096 };

    [Fact]
    public void The_topic_is_left_again()
    {
        var subscribe = OpenAndFill();
        Confirm(subscribe);

        TopicRef.ExpectMsg<TopicActor.Unsubscribe>(left => Equals(left.Subscriber, Connection));
        AssertClosed();
    }

    [Fact]
    public void The_topic_is_left_again_where_the_client_would_have_caught_up()
    {
        var subscribe = OpenAndFill();
        Connection.Tell(new Subscriber.Subscribed(Other, TopicRef, new TopicPosition("e", 9), new Recovery(true, null, 3), subscribe));

        TopicRef.ExpectMsg<TopicActor.Unsubscribe>();
        AssertClosed();
        TopicRef.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void The_topic_is_left_again_where_a_gap_follows_the_answer()
    {
        var subscribe = OpenAndFill();
        Connection.Tell(new Subscriber.Subscribed(
            Other, TopicRef, new TopicPosition("e", 9), new Recovery(false, new MissedRange(1, 9, MissedRange.SlowConsumer), 9), subscribe));

        TopicRef.ExpectMsg<TopicActor.Unsubscribe>();
        AssertClosed();
    }

    [Fact]
    public void A_command_of_the_server_that_waited_for_the_answer_is_answered_once()
    {
        var subscribe = OpenAndFill();
        Connection.Tell(new ConnectionMessage.SubscribeTo(Other, TestActor));
        Confirm(subscribe);

        ExpectMsg<ConnectionMessage.Refused>();
        TopicRef.ExpectMsg<TopicActor.Unsubscribe>();
        AssertClosed();
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_request_that_is_on_its_way_to_its_topic_is_taken_back()
    {
        OpenAndFill();
        Connection.Tell(new Subscriber.Announced(News, new byte[4000], Parts: null));
        Connection.Tell(new ConnectionMessage.SubscribeTo(News, TestActor));
        Connection.Tell(new Subscriber.Deliver(News, new byte[4000], Clock.Now));
        Deliver(new string('x', 4000));

        Topics.ExpectMsg<TopicsActor.Unsubscribe>(left => left.Topic == Other);
        AssertClosed();
    }

    // Subscribed to news and behind, with a request for another topic on its way.
    private TopicRequest.Subscribe OpenAndFill()
    {
        Open("/connect");
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":1,"topic":"news"}"""));
        Connection.Tell(new Subscriber.Subscribed(News, CreateTestProbe(), new TopicPosition("e", 0), null, Topics.ExpectMsg<TopicRequest.Subscribe>()));
        ExpectSent("subscribed");
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":2,"topic":"other"}"""));
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Transport.ClientStopsReading();
        Deliver(new string('x', 4080));
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        return subscribe;
    }

    private void Confirm(TopicRequest.Subscribe subscribe) =>
        Connection.Tell(new Subscriber.Subscribed(Other, TopicRef, new TopicPosition("e", 0), null, subscribe));

    private void AssertClosed()
    {
        Assert.Equal((ConnectionPhase.Closing, 0), (Snapshot().Phase, Snapshot().Subscriptions.Count));
        Transport.ClientReadsOn();
        ExpectClose(4100);
    }
}
