using System.Net;
using System.Runtime.Serialization;
using System.Security.Authentication;
using System.Text.Json;
using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Wire;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.Cluster.Leases;
using WsActors.Cluster.Membership;
using WsActors.Cluster.Tests.Nodes;
using WsActors.Cluster.Wire;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Cluster.Tests;

/// <summary>The messages that cross to other nodes, as Akka serializes them.</summary>
[Trait("Speed", "Slow")]
public sealed class WireTests : IAsyncLifetime
{
    private static readonly ReplicaId Node = new("10.0.0.7:8082", -7);

    private static readonly ConnectionSnapshot Described = new()
    {
        Id = new ConnectionId(7),
        RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1234),
        Scheme = "https",
        Phase = ConnectionPhase.Polling,
        Security = SslProtocols.Tls13,
        Protocol = "json",
        User = "ann",
        ConnectedAt = new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero),
        Subscriptions = ["a", "b"],
        QueuedFrames = 1,
        QueuedBytes = 2,
        MessagesReceived = 3,
        MessagesSent = 4,
        BytesReceived = 5,
        BytesSent = 6,
        RoundTripTime = TimeSpan.FromMilliseconds(1.5),
    };

    private TestCluster _cluster = null!;

    private ExtendedActorSystem System => (ExtendedActorSystem)_cluster.Nodes[0].System;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(1);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public void Each_message_between_leases_and_to_seats_comes_back_as_it_was() => Assert.All(
        new object[]
        {
            new LocateHome(255, Node),
            new LeaseMessage.Ask(Node, 12345678901),
            new LeaseMessage.Grant(Node, 1),
            new LeaseMessage.Promise(Node, 2),
            new LeaseMessage.Introduce(Node),
            new QueryRequest(Node, 1, new NodeQuery.ListConnections(100, new ConnectionId(ulong.MaxValue), "ann", TopicName.Parse("news"))),
            new QueryRequest(Node, 1, new NodeQuery.ListConnections(100, null, null, null)),
            new QueryRequest(Node, 2, new NodeQuery.GetConnection(new ConnectionId(7))),
            new QueryRequest(Node, 3, new NodeQuery.GetUserConnections("ann")),
            new QueryRequest(Node, 4, new NodeQuery.Disconnect(new ConnectionId(7), CloseCode.Disconnected, "bye")),
            new QueryRequest(Node, 5, new NodeQuery.Subscribe(new ConnectionId(7), TopicName.Parse("news"))),
            new QueryRequest(Node, 6, new NodeQuery.Unsubscribe(new ConnectionId(7), TopicName.Parse("news"), "why")),
            new QueryRequest(Node, 7, new NodeQuery.ListTopics("n", 10, "news")),
            new QueryRequest(Node, 8, NodeQuery.ListBuckets.Instance),
            new QueryRequest(Node, 9, new NodeQuery.GetConnection(new ConnectionId(7), TopicName.Parse("news"))),
            new QueryRequest(Node, 10, new NodeQuery.ListTombstones(100, new TombstoneCursor(DateTimeOffset.UnixEpoch, new ConnectionId(7)), "ann", "news", new ConnectionId(7))),
            new QueryRequest(Node, 10, new NodeQuery.ListTombstones(100)),
            new QueryRequest(Node, 11, new NodeQuery.ListDrops(10, "ann", "news", new ConnectionId(7))),
            new QueryRequest(Node, 11, new NodeQuery.ListDrops(10)),
            new QueryReply(Node, 4, new NodeResult.Changed("code", "message")),
            new QueryReply(Node, 4, new NodeResult.Changed(null, null)),
            new QueryReply(Node, 4, NodeResult.Unknown.Instance),
        },
        message => Assert.Equal(message, Crossed(message)));

    [Fact]
    public void Lists_of_nodes_come_back_in_their_order()
    {
        ReplicaId[] removed = [Node, new ReplicaId("[fd00::7]:8082", long.MaxValue)];

        var hello = Crossed(new Hello(Node, "10.0.0.1:8082", IsUp: true, removed));
        Assert.Equal((Node, "10.0.0.1:8082", true), (hello.From, hello.Vote, hello.IsUp));
        Assert.Equal(removed, hello.Members);
        Assert.Equal(removed, Crossed(new LeaseMessage.End(Node, 3, removed)).Removed);
        Assert.Equal(removed, Crossed(new LeaseMessage.Introduced(Node, removed)).Removed);
    }

    [Fact]
    public void The_answers_of_nodes_come_back_with_all_their_fields()
    {
        var connection = Described;
        var topic = new TopicDescription(TopicName.Parse("news"), new TopicPosition("epoch", 5), 1, 2, 3);
        var bucket = new BucketDescription(7, "10.0.0.7:8082", true, 3, ["10.0.0.7:8082", "10.0.0.8:8082"], 9);

        var connections = Assert.IsType<NodeResult.Connections>(Crossed(new QueryReply(Node, 1, new NodeResult.Connections([connection], HasMore: true))).Answer);
        var topics = Assert.IsType<NodeResult.Topics>(Crossed(new QueryReply(Node, 1, new NodeResult.Topics([topic]))).Answer);
        var buckets = Assert.IsType<NodeResult.Buckets>(Crossed(new QueryReply(Node, 1, new NodeResult.Buckets([bucket]))).Answer);
        var users = Assert.IsType<NodeResult.UserConnections>(Crossed(new QueryReply(Node, 1, new NodeResult.UserConnections([connection.Id]))).Answer);

        Assert.True(connections.HasMore);
        Assert.Equal(JsonSerializer.Serialize(Fields(connection)), JsonSerializer.Serialize(Fields(Assert.Single(connections.List))));
        Assert.Equal([topic], topics.List);
        Assert.Equal(bucket.Replicas, Assert.Single(buckets.List).Replicas);
        Assert.Equal(bucket with { Replicas = [] }, buckets.List[0] with { Replicas = [] });
        Assert.Equal([connection.Id], users.List);
    }

    [Fact]
    public void The_detail_of_a_connection_comes_back_with_all_its_fields()
    {
        var time = new DateTimeOffset(2026, 11, 30, 2, 0, 0, TimeSpan.Zero);
        var detail = new ConnectionDetail
        {
            Node = "10.0.0.7:8082",
            Carrier = "websocket",
            Compression = "shared",
            IsBackEnd = true,
            Positions = [new SubscriptionPosition("a", SubscriptionState.CatchingUp, 7), new SubscriptionPosition("b", SubscriptionState.Live, null)],
            LastReceivedAt = time,
            LastPassedAt = time.AddSeconds(1),
            SendWaitsSince = time.AddSeconds(2),
            NextPingAt = null,
            PongDueAt = time.AddSeconds(3),
            TokenExpiresAt = time.AddSeconds(4),
            Access = SubscribeAccess.Denied,
            Denial = "no",
        };
        var connection = Described with { Detail = detail };

        var crossed = Assert.IsType<NodeResult.Connections>(Crossed(new QueryReply(Node, 1, new NodeResult.Connections([connection], HasMore: false))).Answer);

        Assert.Equal(JsonSerializer.Serialize(detail), JsonSerializer.Serialize(Assert.Single(crossed.List).Detail));
    }

    [Fact]
    public void Tombstones_and_drops_come_back_with_all_their_fields()
    {
        var time = new DateTimeOffset(2026, 11, 30, 2, 0, 0, TimeSpan.Zero);
        var closed = new Tombstone
        {
            Id = new ConnectionId(7),
            User = "ann",
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1234),
            Protocol = "json",
            Outcome = ConnectionOutcome.Closed,
            EndedBy = EndedBy.Client,
            Code = CloseCode.Of(4321),
            Reason = "bye",
            ConnectedAt = time,
            EndedAt = time.AddSeconds(1),
            Idle = TimeSpan.FromMilliseconds(1),
            MessagesReceived = 1,
            MessagesSent = 2,
            BytesReceived = 3,
            BytesSent = 4,
            Subscriptions = ["a", "b"],
            SubscriptionCount = 5,
            QueuedFrames = 6,
            QueuedBytes = 7,
        };
        var refused = new Tombstone { Id = new ConnectionId(8), Outcome = ConnectionOutcome.Refused, Refusal = "not_found", ConnectedAt = time, EndedAt = time };
        var drop = new DropEvidence { Connection = new ConnectionId(7), User = "ann", Topic = "a", Policy = "Latest", From = 1, To = 9, Count = 3, At = time };

        var tombstones = Assert.IsType<NodeResult.Tombstones>(Crossed(new QueryReply(Node, 1, new NodeResult.Tombstones([closed, refused], HasMore: true))).Answer);
        var drops = Assert.IsType<NodeResult.Drops>(Crossed(new QueryReply(Node, 1, new NodeResult.Drops([drop]))).Answer);

        Assert.True(tombstones.HasMore);
        Assert.Equal([closed.ToString(), refused.ToString()], tombstones.List.Select(tombstone => (tombstone with { Subscriptions = tombstone.Id == closed.Id ? closed.Subscriptions : refused.Subscriptions }).ToString()));
        Assert.Equal(closed.Subscriptions, tombstones.List[0].Subscriptions);
        Assert.Equal([drop], drops.List);
    }

    [Fact]
    public void Every_message_for_other_nodes_is_bound_to_the_serializer_under_a_manifest_of_its_own()
    {
        Assert.All(NodeSerializer.Types, type => Assert.IsType<NodeSerializer>(System.Serialization.FindSerializerForType(type)));
        Assert.All(NodeMessages.Codecs, codec => Assert.Matches("^[a-z-]+\\.[0-9]+$", codec.Manifest));
        Assert.Subset(NodeSerializer.Types.ToHashSet(), NodeMessages.Codecs.Select(codec => codec.Type).ToHashSet());
    }

    [Fact]
    public void Nothing_falls_back_to_JSON()
    {
        var fallback = System.Serialization.FindSerializerForType(typeof(WireTests));

        Assert.IsType<RefusingSerializer>(fallback);
        Assert.Throws<SerializationException>(() => fallback.ToBinary(new HomeSeat.Take(1)));
        Assert.All(new[] { typeof(HomeSeat.Take), typeof(RegisterRequest.Read), typeof(LeasesEnded) }, type =>
            Assert.IsType<RefusingSerializer>(System.Serialization.FindSerializerForType(type)));
    }

    // The number of the JSON serializer, which would make an object of any type that the sender names.
    [Fact]
    public void JSON_of_another_node_makes_no_object() => Assert.Same(
        Unreadable.Instance, System.Serialization.Deserialize("{}"u8.ToArray(), 1, "System.IO.FileInfo, System.Private.CoreLib"));

    [Theory]
    [InlineData("locate-home.1", "a number has more than 63 bits", new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]
    [InlineData("locate-home.1", "a byte has 1 bytes, and 0 are left", new byte[0])]
    [InlineData("bucket.1", "it is of version 9, and this program reads version 1", new byte[] { 9 })]
    [InlineData("locate-home.99", "the sender is of another version", new byte[] { 1, 2, 3 })]
    public async Task A_message_that_cannot_be_read_is_dropped_with_a_line(string manifest, string fault, byte[] bytes)
    {
        Assert.Same(Unreadable.Instance, System.Serialization.Deserialize(bytes, NodeSerializer.Number, manifest));

        await TestCluster.EventuallyAsync(() => _cluster.Nodes[0].Log.With("cannot be read").Count > 0);
        Assert.Contains(fault, Assert.Single(_cluster.Nodes[0].Log.With("cannot be read")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_unreadable_messages_is_logged_once()
    {
        for (var i = 0; i < 1000; i++)
            System.Serialization.Deserialize([1], NodeSerializer.Number, $"unknown.{i}");

        await TestCluster.EventuallyAsync(() => _cluster.Nodes[0].Log.With("cannot be read").Count > 0);
        Assert.Single(_cluster.Nodes[0].Log.With("cannot be read"));
    }

    private static Dictionary<string, string?> Fields(ConnectionSnapshot connection) => typeof(ConnectionSnapshot).GetProperties()
        .ToDictionary(property => property.Name, property => property.GetValue(connection) is IReadOnlyList<string> list ? string.Join(',', list) : property.GetValue(connection)?.ToString());

    private T Crossed<T>(T message)
        where T : notnull
    {
        var serializer = System.Serialization.FindSerializerFor(message);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        return (T)System.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, manifest);
    }
}
