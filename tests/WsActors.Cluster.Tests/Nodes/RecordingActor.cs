using Akka.Actor;
using WsActors.Actors.Buckets.Cluster;

namespace WsActors.Cluster.Tests.Nodes;

/// <summary>Stands for the buckets of a node: joins the cluster, records every message, and leaves seats at once.</summary>
internal sealed class RecordingActor(ICluster cluster, RecordedBuckets buckets) : UntypedActor
{
    protected override void PreStart()
    {
        buckets.Self = Self;
        buckets.Node = cluster.Join(Context, Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HomeSeat.Take seat:
                buckets.Seats[seat.Bucket] = true;
                break;
            case HomeSeat.Leave seat when !buckets.IsStubborn:
                buckets.Seats.TryRemove(seat.Bucket, out _);
                Sender.Tell(new HomeSeat.Left(seat.Bucket));
                break;
        }

        buckets.Add(message);
    }
}
