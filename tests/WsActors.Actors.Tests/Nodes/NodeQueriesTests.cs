using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Evidence.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes;
using WsActors.Actors.Nodes.Messages;
using WsActors.Actors.Runtime;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Tests.Nodes;

/// <summary>Queries and commands that go to all nodes, and what becomes of nodes that do not answer.</summary>
public sealed class NodeQueriesTests : TestKit
{
    private static readonly ReplicaId Self = new("10.0.0.1:8082", 1);
    private static readonly ReplicaId Other = new("10.0.0.2:8082", 2);
    private static readonly ReplicaId Lost = new("10.0.0.3:8082", 3);
    private static readonly ConnectionId Id = new(7);

    private readonly FakeTimeProvider _time = new();
    private readonly TestProbe _connections;
    private readonly TestProbe _topics;
    private readonly TestProbe _buckets;
    private readonly TestProbe _evidence;
    private readonly TestProbe _other;
    private readonly IActorRef _queries;

    public NodeQueriesTests()
    {
        _connections = CreateTestProbe("connections");
        _topics = CreateTestProbe("topics");
        _buckets = CreateTestProbe("buckets");
        _evidence = CreateTestProbe("evidence");
        _other = CreateTestProbe("other");
        var sources = new LocalSources(_connections, _topics, _buckets, _evidence, () => throw new InvalidOperationException("no test asks for figures"));
        _queries = Sys.ActorOf(NodeQueriesActor.Props(new FakeCluster(_other), new NodeClock(_time), sources));
    }

    [Fact]
    public void Before_the_node_has_joined_it_answers_for_itself()
    {
        _queries.Tell(new NodeQuery.GetConnection(Id), TestActor);

        _connections.ExpectMsg(new ConnectionsRequest.GetConnection(Id));
        _connections.Reply(new ConnectionsReply.Unknown(Id));

        var gathered = ExpectMsg<GatheredAnswers>();
        Assert.Equal([NodeResult.Unknown.Instance], gathered.Answers);
        Assert.Empty(gathered.Missing);
    }

    [Fact]
    public void All_members_are_asked_and_their_answers_gathered()
    {
        See([Self, Other], []);

        _queries.Tell(new NodeQuery.GetUserConnections("ann"), TestActor);
        _connections.ExpectMsg(new ConnectionsRequest.GetUserConnections("ann"));
        _connections.Reply(new ConnectionsReply.UserConnections([Id]));
        AnswerOfTheOther(new NodeResult.UserConnections([new ConnectionId(9)]));

        var gathered = ExpectMsg<GatheredAnswers>();
        Assert.Equal([Id, new ConnectionId(9)], gathered.Answers.Cast<NodeResult.UserConnections>().SelectMany(answer => answer.List).Order());
        Assert.Empty(gathered.Missing);
    }

    [Fact]
    public void A_node_that_does_not_answer_in_time_is_named_and_its_answer_is_late()
    {
        See([Self, Other], []);

        _queries.Tell(NodeQuery.ListBuckets.Instance, TestActor);
        _buckets.ExpectMsg(BucketQuery.ListBuckets.Instance);
        _buckets.Reply(new BucketAnswer.Buckets([]));
        var request = _other.ExpectMsg<QueryRequest>();
        ExpectNoMsg(TimeSpan.Zero);
        _time.Advance(NodeQueriesActor.Timeout);

        var gathered = ExpectMsg<GatheredAnswers>();
        Assert.Single(gathered.Answers);
        Assert.Equal([Other.Address], gathered.Missing);
        _queries.Tell(new QueryReply(Other, request.Number, new NodeResult.Buckets([])));
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_node_that_cannot_be_reached_is_named_at_once()
    {
        See([Self], [Lost]);

        _queries.Tell(NodeQuery.ListBuckets.Instance, TestActor);
        _buckets.ExpectMsg(BucketQuery.ListBuckets.Instance);
        _buckets.Reply(new BucketAnswer.Buckets([]));

        Assert.Equal([Lost.Address], ExpectMsg<GatheredAnswers>().Missing);
    }

    [Fact]
    public void Queries_of_other_nodes_are_answered_to_them()
    {
        var code = CloseCode.Disconnected;
        _queries.Tell(new QueryRequest(Other, 5, new NodeQuery.Disconnect(Id, code, "bye")));

        _connections.ExpectMsg(new ConnectionsRequest.Disconnect(Id, code, "bye"));
        _connections.Reply(new ConnectionsReply.Disconnecting(Id));

        _other.ExpectMsg(new QueryReply(Self, 5, new NodeResult.Changed(null, null)));
    }

    [Fact]
    public void A_refused_command_is_answered_with_its_code()
    {
        var topic = TopicName.Parse("news");
        _queries.Tell(new QueryRequest(Other, 5, new NodeQuery.Subscribe(Id, topic)));

        _connections.ExpectMsg(new ConnectionsRequest.SubscribeClient(Id, topic));
        _connections.Reply(new ConnectionMessage.Refused("too_many_subscriptions", "no more"));

        _other.ExpectMsg(new QueryReply(Self, 5, new NodeResult.Changed("too_many_subscriptions", "no more")));
    }

    [Fact]
    public void Subscribers_of_a_topic_are_looked_up_first()
    {
        var topic = TopicName.Parse("news");
        var subscriber = CreateTestProbe(Id.ToString());
        _queries.Tell(new QueryRequest(Other, 5, new NodeQuery.ListConnections(10, null, null, topic)));

        _topics.ExpectMsg(new TopicRequest.GetSubscribers(topic));
        _topics.Reply(new TopicReply.Subscribers([new NamedRef(subscriber, Id)]));

        var query = _connections.ExpectMsg<ConnectionsRequest.GetConnections>();
        Assert.Equal(Id, Assert.Single(query.Among!.Value));
        Assert.Equal(10, query.Limit);
    }

    [Fact]
    public void A_page_with_very_many_subscriptions_is_cut_and_says_that_there_is_more()
    {
        _queries.Tell(new QueryRequest(Other, 5, new NodeQuery.ListConnections(10, null, null, null)));
        string[] names = [.. Enumerable.Repeat(new string('x', 250), 1000)];

        _connections.ExpectMsg<ConnectionsRequest.GetConnections>();
        _connections.Reply(new ConnectionsReply.ConnectionPage([Snapshot(1, names), Snapshot(2, names), Snapshot(3, names)], null));

        var answer = Assert.IsType<NodeResult.Connections>(_other.ExpectMsg<QueryReply>().Answer);
        Assert.Equal(new ConnectionId(1), Assert.Single(answer.List).Id);
        Assert.True(answer.HasMore);
    }

    [Fact]
    public void Tombstones_and_drops_are_found_by_the_actor_that_keeps_them()
    {
        var before = new TombstoneCursor(DateTimeOffset.UnixEpoch, Id);
        _queries.Tell(new QueryRequest(Other, 5, new NodeQuery.ListTombstones(10, before, "ann", "news", Id)));
        _evidence.ExpectMsg(new EvidenceRequest.GetTombstones(10, before, "ann", "news", Id));
        _evidence.Reply(new EvidenceReply.TombstonePage([], HasMore: true));
        Assert.True(Assert.IsType<NodeResult.Tombstones>(_other.ExpectMsg<QueryReply>().Answer).HasMore);

        _queries.Tell(new QueryRequest(Other, 6, new NodeQuery.ListDrops(10, "ann", "news", Id)));
        _evidence.ExpectMsg(new EvidenceRequest.GetDrops(10, "ann", "news", Id));
        _evidence.Reply(new EvidenceReply.DropList([]));
        Assert.IsType<NodeResult.Drops>(_other.ExpectMsg<QueryReply>().Answer);
    }

    private void See(ReplicaId[] reachable, ReplicaId[] unreachable) => _queries.Tell(
        new ClusterChanged(new ClusterView(reachable.ToHashSet(), unreachable.ToHashSet(), new HashSet<ReplicaId>())));

    private void AnswerOfTheOther(NodeResult answer)
    {
        var request = _other.ExpectMsg<QueryRequest>();
        Assert.Equal(Self, request.From);
        _queries.Tell(new QueryReply(Other, request.Number, answer));
    }

    private static ConnectionSnapshot Snapshot(ulong id, IReadOnlyList<string> subscriptions) => new()
    {
        Id = new ConnectionId(id),
        RemoteEndPoint = null,
        Phase = ConnectionPhase.Open,
        Protocol = "json",
        User = null,
        ConnectedAt = DateTimeOffset.UnixEpoch,
        Subscriptions = subscriptions,
        QueuedFrames = 0,
        QueuedBytes = 0,
        MessagesReceived = 0,
        MessagesSent = 0,
        BytesReceived = 0,
        BytesSent = 0,
        RoundTripTime = null,
    };

    private sealed class FakeCluster(IActorRef other) : ICluster
    {
        public int Buckets => 16;

        public int Replicas => 2;

        public void Abandon() => throw new NotSupportedException();

        public ClusterNode Join(IActorRefFactory parent, IActorRef buckets) => throw new NotSupportedException();

        public NodePeers Connect(IActorRefFactory context, IActorRef local) => new(Self, new FakeLinks(local, other));
    }

    private sealed class FakeLinks(IActorRef self, IActorRef other) : INodeLinks
    {
        public void Send(ReplicaId to, object message) => (to == Self ? self : other).Tell(message);
    }

    /// <summary>An actor with the name of a connection.</summary>
    private sealed class NamedRef(IActorRef under, ConnectionId id) : MinimalActorRef
    {
        public override ActorPath Path { get; } = under.Path.Parent / id.ToString();

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }
}
