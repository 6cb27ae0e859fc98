using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections.Registry;

/// <summary>A drain or a rebalance: its waves, its timers, and which of its connections are left.</summary>
internal sealed class DrainProgress
{
    private readonly IActorRef _replyTo;
    private readonly NodeClock _clock;
    private readonly HashSet<ConnectionId> _remaining;
    private readonly DateTimeOffset _startedAt;
    private DrainSettings _settings;
    private DrainWaves _waves;
    private TimeSpan _pacedAt;
    private TimeSpan _endsAt;
    private int _total;
    private int _closed;
    private int _cut;

    /// <param name="replyTo">Told <see cref="ConnectionsReply.Drained"/> when it is over.</param>
    /// <param name="state">Draining or rebalancing.</param>
    /// <param name="connections">The connections to send away, in the order of their goodbyes.</param>
    /// <param name="settings">The pace and the timeout.</param>
    /// <param name="clock">The clock.</param>
    public DrainProgress(
        IActorRef replyTo, DrainState state, IReadOnlyCollection<ConnectionId> connections, DrainSettings settings, NodeClock clock)
    {
        (_replyTo, State, _clock, _settings) = (replyTo, state, clock, settings);
        _remaining = [.. connections];
        _total = connections.Count;
        _startedAt = clock.UtcNow;
        IsDrain = state == DrainState.Draining;
        (_waves, _pacedAt, _endsAt) = Paced(connections, settings);
    }

    /// <summary>Ends the drain when its time is over.</summary>
    public ICancelable? Timeout { get; set; }

    /// <summary>Starts the next wave.</summary>
    public ICancelable? WaveTimer { get; set; }

    public DrainState State { get; private set; }

    /// <summary>True for a drain, false for a rebalance.</summary>
    public bool IsDrain { get; }

    public bool IsActive => State is DrainState.Draining or DrainState.Rebalancing;

    /// <summary>True if the node admits no further connections: from the beginning of a drain on, unless it is aborted.</summary>
    public bool RefusesOthers => IsDrain && State != DrainState.Aborted;

    public bool HasMoreWaves => IsActive && !_waves.IsOver;

    public int Remaining => _remaining.Count;

    /// <summary>The rate in connections per second; null if the settings name none.</summary>
    public int? Rate => _settings.ConnectionsPerSecond > 0 ? _settings.ConnectionsPerSecond : null;

    public TimeSpan WaveInterval => _settings.WaveInterval;

    public TimeSpan TimeLimit => _settings.Timeout;

    /// <summary>The connections that have not been told yet.</summary>
    public IReadOnlyCollection<ConnectionId> Waiting => _waves.Waiting;

    public DrainStatus Status => new()
    {
        State = State,
        Total = _total,
        Closed = _closed,
        Cut = _cut,
        Remaining = _remaining.Count,
        RatePerSecond = _waves.PerSecond,
        StartedAt = _startedAt,
        EstimatedEnd = IsActive ? _clock.UtcAt(Earlier(_clock.Now + _waves.Left, _endsAt)) : null,
    };

    /// <summary>The connections of the next wave.</summary>
    public IEnumerable<ConnectionId> NextWave() => _waves.Next(_remaining.Contains, _clock.Now - _pacedAt);

    public TimeSpan ReconnectAfter() => _waves.ReconnectAfter(_clock.Now - _pacedAt);

    /// <summary>The time after which a client that comes during a drain may try again.</summary>
    public TimeSpan RetryAfter() => _settings.ReconnectWithin * Random.Shared.NextDouble();

    /// <summary>Continues at another pace, and with a timeout that begins now.</summary>
    public void Use(DrainSettings settings)
    {
        _settings = settings;
        (_waves, _pacedAt, _endsAt) = Paced(_waves.Waiting, settings);
    }

    public void CountEnded(ConnectionId id, ConnectionOutcome outcome)
    {
        if (!IsActive || !_remaining.Remove(id))
            return;

        if (outcome == ConnectionOutcome.Cut)
            _cut++;
        else
            _closed++;
    }

    /// <summary>Leaves out a connection that is no client's, or not open.</summary>
    public void LeaveOut(ConnectionId id)
    {
        if (_remaining.Remove(id))
            _total--;
    }

    /// <summary>Counts the connections that are left as cut.</summary>
    public void CutRemaining()
    {
        _cut += _remaining.Count;
        _remaining.Clear();
    }

    /// <summary>Ends it, and answers the request.</summary>
    public void Finish()
    {
        if (!IsActive)
            return;

        State = DrainState.Finished;
        CancelTimers();
        _replyTo.Tell(new ConnectionsReply.Drained(_closed, _cut));
    }

    /// <summary>Ends it early. Connections that have not been told stay; the others are on their way out, and count as closed.</summary>
    public void Abort()
    {
        State = DrainState.Aborted;
        _remaining.IntersectWith(_waves.Waiting);
        _closed = _total - _cut - _remaining.Count;
        CancelTimers();
    }

    public void CancelTimers()
    {
        Timeout?.Cancel();
        WaveTimer?.Cancel();
    }

    private (DrainWaves Waves, TimeSpan PacedAt, TimeSpan EndsAt) Paced(IReadOnlyCollection<ConnectionId> connections, DrainSettings settings) =>
        (new DrainWaves(connections, settings), _clock.Now, IsDrain ? _clock.Now + settings.Timeout : TimeSpan.MaxValue);

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
