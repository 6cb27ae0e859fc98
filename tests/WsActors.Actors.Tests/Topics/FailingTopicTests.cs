using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>Tests a topic that fails by a fault of the server: the sender of the message at which it failed gets an answer.</summary>
public sealed class FailingTopicTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly IActorRef _topics;

    public FailingTopicTests() =>
        _topics = Sys.ActorOf(TopicsActor.Props(new TopicSettings(), new TopicRules([new TopicRule { Match = "*", History = new HistoryRule { Messages = 10 } }]), Clock, Telemetry));

    [Fact]
    public void A_publication_that_a_topic_fails_at_is_refused()
    {
        var request = RequestId.Of(7);
        EventFilter.Exception<NullReferenceException>().ExpectOne(
            () => _topics.Tell(new TopicRequest.Publish(News, null!, PublicationSource.AdminApi, request)));

        var refused = ExpectMsg<TopicReply.Refused>();
        Assert.Equal((ErrorCode.InternalError, request), (refused.Code, refused.Request));
    }
}
