using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Topics.Homes;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// Tells the backend, for topics whose rule has events, that a topic is occupied and that it is vacated. The second waits for a
/// while, so that a topic whose only subscriber reconnects is not reported.
/// </summary>
internal sealed class Occupancy(TopicName topic, TopicEnvironment environment, IScheduler scheduler, IActorRef self)
{
    private bool _isReported;
    private TimeSpan? _emptySince;
    private ICancelable? _check;

    /// <summary>The topic's subscribers have changed.</summary>
    public void Note(bool isOccupied)
    {
        if (!isOccupied)
            NoteEmpty();
        else if (_isReported)
            _emptySince = null;
        else
            ReportOccupied();
    }

    /// <summary>Reports the topic as vacated if it has been empty for long enough.</summary>
    public void CheckVacated()
    {
        _check = null;
        if (_emptySince is not { } since)
            return;

        var left = since + environment.Settings.EmptiedAfter - environment.Clock.Now;
        if (left > TimeSpan.Zero)
            CheckIn(left);
        else
            ReportVacated();
    }

    /// <summary>The topic stops, and nobody is subscribed to it any more.</summary>
    public void Stop()
    {
        _check?.Cancel();
        ReportVacated();
    }

    private void NoteEmpty()
    {
        if (!_isReported)
            return;

        _emptySince ??= environment.Clock.Now;
        if (_check is null)
            CheckIn(environment.Settings.EmptiedAfter);
    }

    private void CheckIn(TimeSpan delay) =>
        _check = scheduler.ScheduleTellOnceCancelable(delay, self, Check.Instance, ActorRefs.NoSender);

    private void ReportOccupied()
    {
        (_isReported, _emptySince) = (true, null);
        environment.Backend.Tell(new BackendEvent.TopicOccupied(topic));
    }

    private void ReportVacated()
    {
        if (!_isReported)
            return;

        (_isReported, _emptySince) = (false, null);
        environment.Backend.Tell(new BackendEvent.TopicVacated(topic));
    }

    /// <summary>Tells the topic to call <see cref="CheckVacated"/>.</summary>
    public sealed record Check
    {
        public static readonly Check Instance = new();
    }
}
