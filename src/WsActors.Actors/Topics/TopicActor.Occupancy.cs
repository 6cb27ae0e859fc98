using Akka.Actor;
using WsActors.Actors.Backend;

namespace WsActors.Actors.Topics;

/// <summary>
/// Tells the application, where the topic's rule says so, that somebody listens and that nobody does any more. The second
/// waits for a while, so that a topic whose only subscriber reconnects is no news.
/// </summary>
public sealed partial class TopicActor
{
    // Null until the application has heard of the topic: other topics pay nothing for this.
    private Occupancy? _occupancy;

    private bool IsOccupied => _catchingUp.Count > 0 || _audiences.Count > 0;

    private void NoteOccupancy()
    {
        if (!_rule.Events)
            return;

        if (!IsOccupied)
            NoteEmpty();
        else if (_occupancy is null)
            TellOccupied();
        else
            _occupancy.EmptySince = null;
    }

    private void TellOccupied()
    {
        _occupancy = new Occupancy();
        _environment.Application.Tell(new BackendEvent.TopicOccupied(_topic));
    }

    private void NoteEmpty()
    {
        if (_occupancy is null)
            return;

        _occupancy.EmptySince ??= Now;
        if (_occupancy.Check is null)
            CheckEmptiedIn(_environment.Settings.EmptiedAfter);
    }

    private void CheckWhetherEmptied()
    {
        if (_occupancy is null)
            return;

        _occupancy.Check = null;
        if (_occupancy.EmptySince is not { } since)
            return;

        var left = since + _environment.Settings.EmptiedAfter - Now;
        if (left > TimeSpan.Zero)
            CheckEmptiedIn(left);
        else
            TellEmptied();
    }

    private void CheckEmptiedIn(TimeSpan delay) => _occupancy!.Check = Context.System.Scheduler.ScheduleTellOnceCancelable(
        delay, Self, CheckEmptied.Instance, ActorRefs.NoSender);

    // Nobody is left to listen to a topic that stops.
    private void StopOccupancy()
    {
        _occupancy?.Check?.Cancel();
        TellEmptied();
    }

    private void TellEmptied()
    {
        if (_occupancy is null)
            return;

        _occupancy = null;
        _environment.Application.Tell(new BackendEvent.TopicEmptied(_topic));
    }

    /// <summary>What the application knows of a topic: it is occupied.</summary>
    private sealed class Occupancy
    {
        public TimeSpan? EmptySince { get; set; }
        public ICancelable? Check { get; set; }
    }
}
