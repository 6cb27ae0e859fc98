using Akka.Actor;

namespace WsActors.Actors.Topics;

/// <summary>Wakes the topics that have to tell who is there: one timer for all of them, and none while there is nothing to tell.</summary>
public sealed partial class TopicsActor
{
    // Finer than anybody notices, coarse enough that many topics cost one turn.
    private static readonly TimeSpan PresenceSweepInterval = TimeSpan.FromMilliseconds(100);

    // By reference: an actor reference's own hash walks its whole path.
    private readonly Dictionary<IActorRef, TimeSpan> _presenceDue = new(ReferenceEqualityComparer.Instance);
    private ICancelable? _presenceSweep;
    private bool _hushesPresence;

    private void OnPresenceDue(TimeSpan when)
    {
        // Those who leave with this node are on their way to another one.
        if (_hushesPresence)
            return;

        if (when <= _environment.Clock.Now)
            TellPresence(Sender);
        else
            AwaitPresence(Sender, when);
    }

    private void AwaitPresence(IActorRef topic, TimeSpan when)
    {
        _presenceDue[topic] = when;
        if (_presenceSweep is null)
            ScheduleNextPresenceSweep();
    }

    private void TellDuePresence()
    {
        _presenceSweep = null;
        if (_hushesPresence)
            return;

        var now = _environment.Clock.Now;
        foreach (var (topic, when) in _presenceDue)
        {
            if (when <= now)
                TellPresence(topic);
        }

        if (_presenceDue.Count > 0)
            ScheduleNextPresenceSweep();
    }

    // The topic says when to be told again.
    private void TellPresence(IActorRef topic)
    {
        _presenceDue.Remove(topic);
        topic.Tell(TopicActor.TellPresence.Instance);
    }

    private void ScheduleNextPresenceSweep() => _presenceSweep = Context.System.Scheduler.ScheduleTellOnceCancelable(
        PresenceSweepInterval, Self, SweepPresence.Instance, ActorRefs.NoSender);
}
