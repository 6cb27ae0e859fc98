using Akka.Actor;

namespace WsActors.Actors.Topics;

/// <summary>A topic that was subscribed to, never published to and left again holds nothing but its name.</summary>
public sealed partial class TopicActor
{
    // What a durable topic holds may still be on its way to or from the disk.
    private bool IsVacant => _durable is null && _log.Offset == 0 && !IsOccupied;

    private void TellWhenVacated()
    {
        if (IsVacant)
            Context.Parent.Tell(new TopicsActor.Vacated(_topic));
    }

    // Asked for by the parent, which remembers only so many of them.
    private void TellIfVacant()
    {
        if (IsVacant)
            Context.Parent.Tell(new TopicsActor.Unneeded(_topic, _handled));
    }
}
