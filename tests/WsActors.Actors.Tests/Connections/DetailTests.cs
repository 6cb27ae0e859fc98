using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>One connection in detail.</summary>
public sealed class DetailTests : ConnectionActorTest
{
    [Fact]
    public void Lists_have_no_detail()
    {
        Open("/echo");

        Assert.Null(Snapshot().Detail);
    }

    [Fact]
    public void A_silent_connection_shows_its_deadlines()
    {
        Open("/echo");
        var opened = Detail();
        Pass(TimeSpan.FromSeconds(5));
        var detail = Detail();

        Assert.Equal(("websocket", "none", false), (detail.Carrier, detail.Compression, detail.IsBackEnd));
        Assert.Equal(opened.LastReceivedAt, detail.LastReceivedAt);
        Assert.Equal(detail.LastReceivedAt + Settings.KeepAliveInterval, detail.NextPingAt);
        Assert.Null(detail.PongDueAt);
        Assert.Null(detail.SendWaitsSince);
        Assert.Null(detail.TokenExpiresAt);
    }

    [Fact]
    public void An_unanswered_ping_shows_when_it_ends_the_connection()
    {
        Open("/echo");
        Pass(Settings.KeepAliveInterval);
        Eventually(() => Assert.NotNull(Detail().PongDueAt));

        var detail = Detail();
        Assert.Equal(Settings.PongTimeout, detail.PongDueAt - Time.Provider.GetUtcNow());
        Assert.Null(detail.NextPingAt);
        Transport.ClientSends(ClientFrame.Pong([]));
        Eventually(() => Assert.Null(Detail().PongDueAt));
    }

    [Fact]
    public void Subscriptions_are_requested_then_catch_up_and_then_live()
    {
        Open("/topics/news?since=1");
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Assert.Equal([new SubscriptionPosition("news", SubscriptionState.Requested, null)], Detail().Positions);

        Connection.Tell(new Subscriber.Subscribed(News, TopicRef, new TopicPosition("e", 9), new Recovery(IsComplete: true, Missed: null, After: 1), subscribe));
        TopicRef.ExpectMsg<TopicActor.CatchUp>();
        Assert.Equal([new SubscriptionPosition("news", SubscriptionState.CatchingUp, 1)], Detail().Positions);

        Connection.Tell(new Subscriber.Replayed(News, TopicRef, [Frame("x")], new LogPage([], null, 9, IsEnd: true), subscribe));
        Assert.Equal([new SubscriptionPosition("news", SubscriptionState.Live, null)], Detail().Positions);
    }

    [Fact]
    public void A_client_that_takes_nothing_shows_since_when()
    {
        OpenSubscribed();
        Transport.ClientStopsReading();
        Deliver("unread");
        ExpectSent("unread");
        var since = Detail().SendWaitsSince;
        Pass(TimeSpan.FromSeconds(3));

        Assert.Equal(Time.Provider.GetUtcNow() - TimeSpan.FromSeconds(3), since);
        Assert.Equal(since, Detail().SendWaitsSince);
    }

    [Theory]
    [InlineData(Permission.Anyone, SubscribeAccess.Allowed)]
    [InlineData(Permission.Authenticated, SubscribeAccess.Denied)]
    [InlineData(Permission.Webhook, SubscribeAccess.Webhook)]
    public void It_says_if_the_client_may_subscribe_to_a_topic(Permission permission, SubscribeAccess access)
    {
        Rules = [new TopicRule { Match = "*", Subscribe = permission }];
        Open("/echo");

        var detail = Detail(News);
        Assert.Equal(access, detail.Access);
        Assert.Equal(access == SubscribeAccess.Denied, detail.Denial is not null);
    }

    private ConnectionDetail Detail(TopicName? topic = null) => Connection
        .Ask<ConnectionSnapshot>(new ConnectionMessage.GetSnapshot(WithDetail: true, topic), TimeSpan.FromSeconds(30)).Result.Detail!;
}
