using Akka.Actor;
using WsActors.Actors.Runtime;

namespace WsActors.Actors.Topics;

/// <summary>Wakes topics that have changes of presence to announce: one timer for all of them, and none while there are no changes.</summary>
internal sealed class PresenceSchedule(NodeClock clock, IScheduler scheduler, IActorRef self)
{
    // Finer than anybody notices, coarse enough that many topics cost one turn.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // By reference: an actor reference's own hash walks its whole path.
    private readonly Dictionary<IActorRef, TimeSpan> _due = new(ReferenceEqualityComparer.Instance);
    private ICancelable? _timer;
    private bool _isSuppressed;

    /// <summary>A topic asks to be woken.</summary>
    public void Add(IActorRef topic, TimeSpan when)
    {
        // Clients that leave with this node are on their way to another one. The topic asks once, so that its changes are kept in mind.
        if (_isSuppressed)
            _due[topic] = when;
        else if (when <= clock.Now)
            Wake(topic);
        else
            WakeAt(topic, when);
    }

    /// <summary>Wakes the topics that are due.</summary>
    public void WakeDue()
    {
        _timer = null;
        if (_isSuppressed)
            return;

        var now = clock.Now;
        foreach (var (topic, when) in _due)
        {
            if (when <= now)
                Wake(topic);
        }

        if (_due.Count > 0)
            StartTimer();
    }

    /// <summary>Wakes no topic any more: the node goes away, and all its clients with it. If it stays after all, wakes them again.</summary>
    public void Suppress(bool isOn)
    {
        _isSuppressed = isOn;
        if (!isOn && _timer is null && _due.Count > 0)
            StartTimer();
    }

    public void Stop() => _timer?.Cancel();

    private void WakeAt(IActorRef topic, TimeSpan when)
    {
        _due[topic] = when;
        if (_timer is null)
            StartTimer();
    }

    // The topic asks again if it has more to announce.
    private void Wake(IActorRef topic)
    {
        _due.Remove(topic);
        topic.Tell(Woken.Instance, self);
    }

    private void StartTimer() =>
        _timer = scheduler.ScheduleTellOnceCancelable(Interval, self, Sweep.Instance, ActorRefs.NoSender);

    /// <summary>Tells the actor to call <see cref="WakeDue"/>.</summary>
    public sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }

    /// <summary>Tells a topic to announce its changes.</summary>
    public sealed record Woken
    {
        public static readonly Woken Instance = new();
    }
}
