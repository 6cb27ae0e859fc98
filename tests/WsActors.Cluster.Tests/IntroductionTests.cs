using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.Cluster.Leases;
using WsActors.Cluster.Membership;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Tests;

/// <summary>A node that joins learns from the others which nodes were removed before.</summary>
public sealed class IntroductionTests : TestKit
{
    private static readonly ReplicaId Self = new("10.0.0.1:8082", 1);
    private static readonly ReplicaId Before = new("10.0.0.2:8082", 2);
    private static readonly ReplicaId Restarted = new("10.0.0.2:8082", 3);

    private readonly TestProbe _links;
    private readonly IActorRef _leases;

    public IntroductionTests()
    {
        _links = CreateTestProbe();
        var clock = new NodeClock(TimeProvider.System);
        var telemetry = new ServerTelemetry(new Meter(ServerTelemetry.MeterName)).Cluster;
        _leases = Sys.ActorOf(LeaseActor.Props(
            Self, _ => new ProbedLinks(_links.Ref), new NodeLease(TimeSpan.FromHours(4), clock), clock, TimeSpan.FromHours(4), telemetry));
    }

    // Its request may come before the news of the removal has passed all actors of this node.
    [Fact]
    public void A_newcomer_is_answered_once_it_is_a_member_here_too_and_hears_of_all_who_were_removed_before()
    {
        See(members: [Self, Before], removed: []);
        _leases.Tell(new LeaseMessage.Introduce(Restarted));
        See(members: [Self, Restarted], removed: [Before]);

        _leases.Tell(new LeaseMessage.Introduce(Restarted));

        var answer = _links.FishForMessage<LeaseMessage.Introduced>(_ => true);
        Assert.Equal([Before], answer.Removed);
    }

    private void See(HashSet<ReplicaId> members, HashSet<ReplicaId> removed) =>
        _leases.Tell(new MembersChanged(new ClusterView(members, new HashSet<ReplicaId>(), removed)), CreateTestProbe());

    private sealed class ProbedLinks(IActorRef probe) : INodeLinks
    {
        public void Send(ReplicaId to, object message) => probe.Tell(message);
    }
}
