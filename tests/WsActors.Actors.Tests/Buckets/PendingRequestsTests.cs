using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Following;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>Requests of a node until the home of their bucket has answered them.</summary>
public sealed class PendingRequestsTests : ActorTest, INodeLinks, INodeLease
{
    private static readonly ReplicaId Home = new("home:1", 2);
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly List<BucketBody.Requests> _sent = [];
    private readonly PendingRequests _requests;

    public PendingRequestsTests()
    {
        var rules = new TopicRules([]);
        var node = new ClusterNode(new ReplicaId("node:1", 1), Nobody.Instance, Nobody.Instance, this, Nobody.Instance, this);
        var environment = new BucketEnvironment(node, 2, rules, new TopicEnvironment(new TopicSettings(), Clock, Telemetry), Logging.GetLogger(Sys, "test"));
        _requests = new PendingRequests(new BucketContext(0, environment, TestActor));
    }

    bool INodeLease.IsValid => true;

    void INodeLinks.Send(ReplicaId to, object message) => _sent.Add((BucketBody.Requests)((BucketMessage)message).Body);

    [Fact]
    public void A_request_that_is_answered_before_it_is_sent_again_is_not_sent_again()
    {
        Publish();
        _requests.Flush(Home);
        var number = Assert.Single(Assert.Single(_sent).List).Number;
        _requests.SendAgain();
        _requests.Answer([new NumberedReply(number, new TopicReply.Published(News, new TopicPosition("e", 1), 0))]);

        _requests.Flush(Home);

        Assert.Single(_sent);
        ExpectMsg<TopicReply.Published>();
    }

    [Fact]
    public void Requests_wait_for_a_home_and_are_sent_in_their_order()
    {
        Publish();
        Publish();
        _requests.Flush(home: null);
        Assert.Empty(_sent);

        _requests.Flush(Home);

        var numbers = Assert.Single(_sent).List.Select(request => request.Number).ToArray();
        Assert.Equal(numbers[0] + 1, numbers[1]);
        Assert.Equal(numbers[0], _sent[0].AnsweredBelow);
    }

    [Fact]
    public void A_request_without_an_answer_is_repeated_and_then_refused()
    {
        Publish();
        _requests.Flush(Home);
        Time.Advance(TimeSpan.FromSeconds(2));
        _requests.Tick();
        _requests.Flush(Home);
        Assert.Equal(2, _sent.Count);
        Assert.Equal(_sent[0].List[0].Number, _sent[1].List[0].Number);

        Time.Advance(TimeSpan.FromSeconds(2));
        _requests.Tick();

        Assert.Equal("try_again_later", ExpectMsg<TopicReply.Refused>().Code);
        Assert.True(_requests.IsEmpty);
    }

    [Fact]
    public void Too_many_requests_are_refused_at_once()
    {
        for (var i = 0; i < 20_000; i++)
            Publish();

        Publish();

        Assert.Equal("try_again_later", ExpectMsg<TopicReply.Refused>().Code);
    }

    private void Publish() => _requests.Add(new TopicRequest.Publish(News, ClusterTest.Of("text"), PublicationSource.AdminApi), TestActor);
}
