using WsActors.Actors.Model;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections.Registry;

/// <summary>Paces a drain: how many goodbyes leave at once, and when each client is asked to return.</summary>
internal sealed class DrainWaves
{
    /// <summary>Below this size there is nothing to pace: a developer's two tabs need not wait for a spread.</summary>
    private const int SmallestWave = 100;

    private readonly Queue<ConnectionId> _waiting;
    private readonly TimeSpan _reconnectWithin;
    private readonly int _size;

    public DrainWaves(IReadOnlyCollection<ConnectionId> connections, DrainSettings settings)
    {
        _waiting = new Queue<ConnectionId>(connections);
        _reconnectWithin = settings.ReconnectWithin;
        var waves = Math.Max(1, (int)(settings.Spread / settings.WaveInterval));
        _size = Math.Max(SmallestWave, (connections.Count + waves - 1) / waves);
    }

    public bool IsOver => _waiting.Count == 0;

    /// <summary>The next connections to say goodbye to.</summary>
    public IEnumerable<ConnectionId> Next()
    {
        for (var i = 0; i < _size && _waiting.TryDequeue(out var connection); i++)
            yield return connection;
    }

    /// <summary>Every client its own time, so that the nodes that remain are not stormed.</summary>
    public TimeSpan ReconnectAfter() => _reconnectWithin * Random.Shared.NextDouble();
}
