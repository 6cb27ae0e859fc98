using Akka.Event;
using WsActors.Actors.Buckets.Cluster;
using WsActors.Actors.Buckets.Shared;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets;

/// <summary>
/// Drops the logs of a replica that the cluster needs no longer: no home has sent it anything for a while, and the register does not name it. A home in office sends
/// something with every tick.
/// </summary>
internal sealed class SupersededReplica(BucketContext context, BucketReplica replica)
{
    // Homes number their requests from 1.
    private const long Request = 0;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private TimeSpan _receivedAt = context.Now;

    /// <summary>A home, or another replica, has sent something.</summary>
    public void OnMessage() => _receivedAt = context.Now;

    /// <summary>Reads the register if the replica has been left alone for long enough.</summary>
    public void Tick()
    {
        if (replica.State is null || context.Now - _receivedAt < Silence)
            return;

        _receivedAt = context.Now;
        context.Environment.Node.Register.Tell(new RegisterRequest.Read(context.Number, Request), context.Actor);
    }

    /// <summary>Takes the register's answer; false if it is for the home.</summary>
    public bool TryTake(RegisterReply reply)
    {
        if (reply is not RegisterReply.Read { Request: Request } read)
            return false;

        if (replica.ForgetUnlessIn(read.Configurations))
            context.Environment.Log.Debug("The replica of bucket {Bucket} on this node is needed no longer", context.Number);
        return true;
    }
}
