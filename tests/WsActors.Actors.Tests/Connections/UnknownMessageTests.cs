using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Messages that no phase of a connection takes are unhandled, as they are with every other actor.</summary>
public sealed class UnknownMessageTests : ConnectionActorTest
{
    public UnknownMessageTests() => Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));

    [Theory]
    [InlineData(null, ConnectionPhase.Handshaking)]
    [InlineData("/connect", ConnectionPhase.Open)]
    [InlineData("/topics/news", ConnectionPhase.Open)]
    public void A_message_that_no_connection_knows_is_unhandled(string? target, ConnectionPhase phase)
    {
        Begin();
        if (target is not null)
            Transport.ClientSends(Request(target));
        Eventually(() => Assert.Equal(phase, Snapshot().Phase));

        Connection.Tell("unknown");

        Assert.Equal("unknown", ExpectMsg<UnhandledMessage>().Message);
    }

    [Theory]
    [InlineData(null, ConnectionPhase.Handshaking)]
    [InlineData("/connect", ConnectionPhase.Open)]
    public void A_topics_probe_is_sent_back(string? target, ConnectionPhase phase)
    {
        Begin();
        if (target is not null)
            Transport.ClientSends(Request(target));
        Eventually(() => Assert.Equal(phase, Snapshot().Phase));

        ExpectProbeSentBack();
    }

    [Fact]
    public void A_closing_connection_sends_a_topics_probe_back_too()
    {
        OpenAndClose();

        ExpectProbeSentBack();
    }

    [Fact]
    public void A_closing_connection_knows_no_more_than_others()
    {
        OpenAndClose();

        Connection.Tell("unknown");

        Assert.Equal("unknown", ExpectMsg<UnhandledMessage>().Message);
    }

    [Fact]
    public void What_was_under_way_when_a_connection_ended_is_no_fault()
    {
        OpenAndClose();

        object[] late =
        [
            new Subscriber.Subscribed(News, TopicRef, new TopicPosition("e", 0), null, new TopicRequest.Subscribe(News, TestActor, PlainProtocol.Instance)),
            new Subscriber.Announced(News, [], null),
            new Subscriber.AnnouncedEarly(News, []),
            new Subscriber.TopicLost(News, new TopicPosition("e", 0)),
            new TopicReply.Published(News, new TopicPosition("e", 1), 0),
            new TopicReply.Refused(ErrorCode.TooManyTopics, ""),
            new TopicReply.Unknown(News),
            new Authorized(new AuthorizationRequest.Enter { Connection = new ConnectionId(1), User = null, Topic = News }, AuthorizationResult.Allowed.Instance),
            new EntryDecision(Identity: Identity.Anonymous),
            new RefreshDecision(null, Identity.Anonymous),
            new ConnectionMessage.Close(CloseCode.Disconnected, ""),
            new ConnectionMessage.SayGoodbye("draining", TimeSpan.Zero),
            new ConnectionMessage.MoveAway("rebalance", TimeSpan.Zero),
            ConnectionMessage.UseFaults.Instance,
            ConnectionMessage.FaultDue.Instance,
            new TransportEvent.TlsFailed("timeout", ""),
        ];
        foreach (var message in late)
            Connection.Tell(message);

        Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase);
        ExpectNoMsg(TimeSpan.Zero);
    }

    private void ExpectProbeSentBack()
    {
        var probe = new Subscriber.DeliveryProbe();
        Connection.Tell(probe, TestActor);

        Assert.Same(probe, ExpectMsg<Subscriber.DeliveryProbe>());
        Assert.Equal(Connection, LastSender);
    }

    private void OpenAndClose()
    {
        Open("/connect");
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, ""));
        ExpectClose(4000);
    }
}
