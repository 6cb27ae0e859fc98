using Akka.Actor;

namespace WsActors.Actors.Connections;

/// <summary>The drain: goodbyes in paced waves, a deadline, and an answer when no one is left.</summary>
public sealed partial class ConnectionsActor
{
    private ICancelable? _drainTimeout;
    private ICancelable? _nextWave;

    private void CancelDrain()
    {
        _drainTimeout?.Cancel();
        _nextWave?.Cancel();
    }

    private void OnDrain()
    {
        _drainAsker = Sender;
        _waves = new DrainWaves([.. _table.IdsAfter(null)], _drainSettings);
        _drainTimeout = Context.System.Scheduler.ScheduleTellOnceCancelable(
            _drainSettings.Timeout, Self, DrainTimedOut.Instance, ActorRefs.NoSender);
        SayNextGoodbyes();
        FinishDrainIfEmpty();
    }

    private void SayNextGoodbyes()
    {
        foreach (var id in _waves!.Next())
            _table.Find(id)?.Connection.Tell(new ConnectionActor.SayGoodbye("draining", _waves.ReconnectAfter()));

        if (!_waves.IsOver)
            _nextWave = Context.System.Scheduler.ScheduleTellOnceCancelable(
                _drainSettings.WaveInterval, Self, NextWave.Instance, ActorRefs.NoSender);
    }

    private void CutTheRestOfDrain()
    {
        if (IsDraining)
            CutTheRest();
    }

    private void CutTheRest()
    {
        foreach (var entry in _table.Entries)
            entry.Connection.Tell(ConnectionActor.Cut.Instance);
        FinishDrain(_table.Count - _table.Refusing);
    }

    private void FinishDrainIfEmpty()
    {
        // Those that came too late and are being refused are not waited for.
        if (_table.Count == _table.Refusing)
            FinishDrain(cut: 0);
    }

    private void FinishDrain(int cut)
    {
        _drainAsker.Tell(new Drained(_closedByDrain, cut));
        _drainAsker = ActorRefs.Nobody;
    }
}
