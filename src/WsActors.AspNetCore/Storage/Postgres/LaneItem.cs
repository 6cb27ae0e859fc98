using Akka.Actor;
using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>A request that waits in a lane: one of a topic or one of a bucket's home.</summary>
/// <param name="Request">The topic's request; null for the other kind.</param>
/// <param name="Take">The request of a bucket's home; null for the other kind.</param>
/// <param name="At">The time at which it came.</param>
internal sealed record LaneItem(StorageRequest? Request, TakeBucket? Take, long At)
{
    public bool IsRead => Request is StorageRequest.Load or StorageRequest.ReadPage;

    public bool IsWrite => Request is StorageRequest.Append or StorageRequest.Trim;

    public void Fail(StorageFault fault)
    {
        if (Request is not null)
            Answer(new StorageAnswer.Failed(Request, fault));
        else
            Take!.ReplyTo.Tell(new BucketTaken(Take, 0, fault), ActorRefs.NoSender);
    }

    public static void Answer(StorageAnswer answer) => answer.Request.ReplyTo.Tell(answer, ActorRefs.NoSender);
}
