using WsActors.Actors.Model;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections.Registry;

/// <summary>Paces goodbyes: how many leave at once, and when each client is asked to return.</summary>
internal sealed class DrainWaves
{
    /// <summary>Below this size there is nothing to pace: a developer's two tabs need not wait for a spread.</summary>
    private const int SmallestWave = 100;

    private const double RoundingError = 1e-6;

    private readonly Queue<ConnectionId> _waiting;
    private readonly DrainSettings _settings;
    private readonly ReturnSlots? _returns;
    private readonly int _size;
    private TimeSpan _lastWave;
    private double _allowed = 1;
    private long _sent;

    /// <param name="connections">The connections, in the order of their goodbyes.</param>
    /// <param name="settings">The pace; the rate is in force as it stands there.</param>
    public DrainWaves(IReadOnlyCollection<ConnectionId> connections, DrainSettings settings)
    {
        _waiting = new Queue<ConnectionId>(connections);
        _settings = settings;
        if (settings.ConnectionsPerSecond > 0)
            _returns = new ReturnSlots(settings.ConnectionsPerSecond, settings.ReconnectWithin);

        var waves = Math.Max(1, (int)(settings.Spread / settings.WaveInterval));
        _size = Math.Max(SmallestWave, (connections.Count + waves - 1) / waves);
    }

    public bool IsOver => _waiting.Count == 0;

    /// <summary>The connections that have not been told yet, in the order of their goodbyes.</summary>
    public IReadOnlyCollection<ConnectionId> Waiting => _waiting;

    /// <summary>Goodbyes per second.</summary>
    public double PerSecond => _settings.ConnectionsPerSecond > 0
        ? _settings.ConnectionsPerSecond
        : _size / _settings.WaveInterval.TotalSeconds;

    /// <summary>The time until the last goodbye.</summary>
    public TimeSpan Left => _settings.ConnectionsPerSecond > 0
        ? TimeSpan.FromSeconds(_waiting.Count / PerSecond)
        : _settings.WaveInterval * ((_waiting.Count + _size - 1) / _size);

    /// <summary>The next connections to say goodbye to. Called once per interval.</summary>
    /// <param name="isOpen">False for a connection that has ended by itself, which takes no part of the rate.</param>
    /// <param name="elapsed">The time since the first wave.</param>
    public IEnumerable<ConnectionId> Next(Predicate<ConnectionId> isOpen, TimeSpan elapsed)
    {
        var last = _settings.ConnectionsPerSecond > 0 ? LastOfWave(elapsed) : _sent + _size;
        while (_sent < last && _waiting.TryDequeue(out var connection))
        {
            if (!isOpen(connection))
                continue;

            _sent++;
            yield return connection;
        }
    }

    /// <summary>The time after which the next client is asked to return: each its own, so that the nodes that remain are not stormed.</summary>
    /// <param name="elapsed">The time since the first wave.</param>
    public TimeSpan ReconnectAfter(TimeSpan elapsed) =>
        _returns?.Next(elapsed) ?? _settings.ReconnectWithin * Random.Shared.NextDouble();

    // The first goodbye leaves at once, and each other one when its time has come. Timers are always a little late, which the next wave makes
    // up for; after a longer stall it does not, so that no second gets more than the rate.
    private long LastOfWave(TimeSpan elapsed)
    {
        var (sinceLast, longest) = (elapsed - _lastWave, _settings.WaveInterval * 2);
        _allowed += _settings.ConnectionsPerSecond * (sinceLast < longest ? sinceLast : longest).TotalSeconds;
        _lastWave = elapsed;
        return (long)(_allowed + RoundingError);
    }
}
