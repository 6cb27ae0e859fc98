using Akka.Actor;
using WsActors.Actors.Buckets.Messages;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Shared;

/// <summary>One bucket's number, surroundings and actor, as its components use them.</summary>
/// <param name="Number">The bucket's number.</param>
/// <param name="Environment">Shared by all buckets of the node.</param>
/// <param name="Actor">The bucket's actor.</param>
internal sealed record BucketContext(int Number, BucketEnvironment Environment, IActorRef Actor)
{
    public ReplicaId Self => Environment.Self;

    public TimeSpan Now => Environment.Now;

    /// <summary>A number above all that the bucket's actor used before it was restarted: the present time in units of 100 ns.</summary>
    public long FirstNumber => Environment.Topics.Clock.UtcNow.UtcTicks;

    /// <summary>Sends a message to the same bucket on a node, which may be this one.</summary>
    public void Send(ReplicaId to, BucketBody body)
    {
        var message = new BucketMessage(Number, Self, body);
        if (to == Self)
            Actor.Tell(message, ActorRefs.NoSender);
        else
            Environment.Node.Links.Send(to, message);
    }
}
