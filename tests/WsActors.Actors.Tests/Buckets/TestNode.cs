using Akka.Actor;
using WsActors.Actors.Buckets;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Homes;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>A node of a <see cref="TestCluster"/>.</summary>
internal sealed class TestNode : ICluster, INodeLease, INodeLinks
{
    private readonly TestCluster _cluster;

    public TestNode(TestCluster cluster, IActorRefFactory system, ReplicaId id, TopicRules rules, TopicEnvironment topics)
    {
        _cluster = cluster;
        Id = id;
        BucketsRef = system.ActorOf(BucketsActor.Props(this, rules, topics));
        TopicsRef = system.ActorOf(TopicsActor.Props(rules, topics.InCluster(BucketsRef)));
    }

    public const int Buckets = 16;

    public ReplicaId Id { get; }

    public IActorRef BucketsRef { get; }

    public IActorRef TopicsRef { get; }

    public bool IsAlive { get; set; } = true;

    public bool IsValid { get; set; } = true;

    int ICluster.Buckets => Buckets;

    int ICluster.Replicas => _cluster.Replicas;

    public ClusterNode Join(IActorRefFactory parent, IActorRef buckets) => new(
        Id,
        parent.ActorOf(Akka.Actor.Props.Create(() => new Register(_cluster))),
        parent.ActorOf(Akka.Actor.Props.Create(() => new Leases())),
        this,
        parent.ActorOf(Akka.Actor.Props.Create(() => new Locator(_cluster))),
        this);

    public bool IsAbandoned { get; private set; }

    public void Abandon() => IsAbandoned = true;

    public NodePeers Connect(IActorRefFactory context, IActorRef local) => new(Id, this);

    public void Send(ReplicaId to, object message) => _cluster.Send(Id, to, message);

    private sealed class Register : ReceiveActor
    {
        public Register(TestCluster cluster)
        {
            Receive<RegisterRequest.Read>(read => Sender.Tell(new RegisterReply.Read(read.Bucket, read.Request, cluster.Read(read.Bucket))));
            Receive<RegisterRequest.Write>(write =>
            {
                cluster.Write(write.Bucket, write.Configuration, write.Superseded);
                Sender.Tell(new RegisterReply.Written(write.Bucket, write.Configuration));
            });
        }
    }

    private sealed class Leases : ReceiveActor
    {
        public Leases() => Receive<EndLeases>(request => Sender.Tell(new LeasesEnded(request.Bucket)));
    }

    private sealed class Locator : ReceiveActor
    {
        public Locator(TestCluster cluster) => Receive<LocateHome>(cluster.Locate);
    }
}
