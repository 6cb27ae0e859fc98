using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Runtime;

namespace WsActors.Actors.Buckets;

/// <summary>The buckets of this node: those that it is home to, those that it replicates, and those whose topics have subscribers here.</summary>
public sealed class BucketsActor : UntypedActor
{
    private readonly ICluster _cluster;

    private BucketsActor(ICluster cluster) => _cluster = cluster;

    public static Props Props(ICluster cluster) => ActorFactory<BucketsActor>.Props(() => new BucketsActor(cluster));

    protected override void PreStart() => _cluster.Join(Context, Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HomeSeat.Leave seat: Sender.Tell(new HomeSeat.Left(seat.Bucket)); break;
            default: Unhandled(message); break;
        }
    }
}
