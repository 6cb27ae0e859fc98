using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections.Registry;

/// <summary>A drain under way: its waves, its timers, and how many connections have ended.</summary>
internal sealed class DrainProgress(IActorRef replyTo, IReadOnlyCollection<ConnectionId> connections, DrainSettings settings)
{
    private readonly DrainWaves _waves = new(connections, settings);
    private int _closed;
    private bool _isFinished;

    /// <summary>Ends the drain when its time is over.</summary>
    public ICancelable? Timeout { get; set; }

    /// <summary>Starts the next wave.</summary>
    public ICancelable? WaveTimer { get; set; }

    public bool HasMoreWaves => !_waves.IsOver;

    /// <summary>The connections of the next wave.</summary>
    public IEnumerable<ConnectionId> NextWave() => _waves.Next();

    public TimeSpan ReconnectAfter() => _waves.ReconnectAfter();

    public void CountEnded(ConnectionOutcome outcome)
    {
        if (outcome != ConnectionOutcome.Cut)
            _closed++;
    }

    /// <summary>Answers the request to drain, once.</summary>
    /// <param name="cut">Connections that were cut at the end.</param>
    public void Finish(int cut)
    {
        if (!_isFinished)
            replyTo.Tell(new ConnectionsReply.Drained(_closed, cut));
        _isFinished = true;
    }

    public void CancelTimers()
    {
        Timeout?.Cancel();
        WaveTimer?.Cancel();
    }
}
