using Akka.Actor;

namespace WsActors.Actors.Topics;

/// <summary>
/// When a topic may be forgotten: one that was subscribed to, never published to and left again holds nothing but its name; others
/// once nobody has needed them for a while.
/// </summary>
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

    // What has a history is needed until the last of its messages is too old: its epoch and offsets would go with it.
    // A durable topic comes back with them.
    private void TellIfUnneeded()
    {
        ExpireHistory();
        if (_audiences.Count == 0 && _catchingUp.Count == 0 && (_log.Count == 0 || _durable is { IsAtRest: true })
            && Now - _neededAt >= _environment.Settings.ForgetAfter)
            Context.Parent.Tell(new TopicsActor.Unneeded(_topic, _handled));
    }
}
