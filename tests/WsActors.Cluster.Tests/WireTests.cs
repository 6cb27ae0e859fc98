using System.Runtime.Serialization;
using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Wire;
using WsActors.Cluster.Leases;
using WsActors.Cluster.Tests.Nodes;
using WsActors.Cluster.Wire;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Tests;

/// <summary>The messages that cross to other nodes, as Akka serializes them.</summary>
[Trait("Speed", "Slow")]
public sealed class WireTests : IAsyncLifetime
{
    private static readonly ReplicaId Node = new("10.0.0.7:8082", -7);

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
        },
        message => Assert.Equal(message, Crossed(message)));

    [Fact]
    public void Lists_of_nodes_come_back_in_their_order()
    {
        ReplicaId[] removed = [Node, new ReplicaId("[fd00::7]:8082", long.MaxValue)];

        Assert.Equal(removed, Crossed(new LeaseMessage.End(Node, 3, removed)).Removed);
        Assert.Equal(removed, Crossed(new LeaseMessage.Introduced(Node, removed)).Removed);
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

    private T Crossed<T>(T message)
        where T : notnull
    {
        var serializer = System.Serialization.FindSerializerFor(message);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        return (T)System.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, manifest);
    }
}
