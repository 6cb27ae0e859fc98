using Akka.Actor;
using WsActors.Actors.Evidence.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;

namespace WsActors.Actors.Evidence;

/// <summary>
/// Keeps what is left of connections that have ended, and of messages that slow readers did not get, for an operator who asks later. It is no
/// part of the path of any message: connections only tell it.
/// </summary>
public sealed class EvidenceActor : UntypedActor
{
    private readonly Tombstones _tombstones;
    private readonly Drops _drops;

    private EvidenceActor(int capacity) => (_tombstones, _drops) = (new Tombstones(capacity), new Drops(capacity));

    /// <param name="capacity">The most tombstones, and the most entries about dropped messages.</param>
    public static Props Props(int capacity) => ActorFactory<EvidenceActor>.Props(() => new EvidenceActor(capacity));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tombstone tombstone: _tombstones.Add(tombstone); break;
            case DropEvidence drop: _drops.Add(drop); break;
            case EvidenceRequest.GetTombstones query: Sender.Tell(_tombstones.Page(query)); break;
            case EvidenceRequest.GetDrops query: Sender.Tell(_drops.Find(query)); break;
            default: Unhandled(message); break;
        }
    }
}
