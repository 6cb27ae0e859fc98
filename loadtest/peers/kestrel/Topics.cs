using System.Collections.Concurrent;

namespace Peers.Kestrel;

/// <summary>Who has subscribed to what.</summary>
internal sealed class Topics
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Connection, bool>> _subscribers = new();

    public void Subscribe(string topic, Connection connection) =>
        _subscribers.GetOrAdd(topic, _ => new ConcurrentDictionary<Connection, bool>())[connection] = true;

    public void Unsubscribe(string topic, Connection connection)
    {
        if (_subscribers.TryGetValue(topic, out var subscribers))
            subscribers.TryRemove(connection, out _);
    }

    public void Publish(string topic, byte[] payload)
    {
        if (!_subscribers.TryGetValue(topic, out var subscribers))
            return;

        // One publication after the other, so that all subscribers receive them in the same order. The enumerator takes no snapshot
        // and no lock.
        lock (subscribers)
        {
            foreach (var (connection, _) in subscribers)
                connection.Send(payload);
        }
    }
}
