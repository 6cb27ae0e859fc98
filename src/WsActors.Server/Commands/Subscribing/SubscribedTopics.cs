using System.Text.Json;

namespace WsActors.Server.Commands.Subscribing;

/// <summary>
/// Keeps the position of each topic, so that a new connection continues where the last one ended. Messages of a topic without history
/// carry no offset; they are counted, as the numbering counts them.
/// </summary>
internal sealed class SubscribedTopics
{
    private readonly Dictionary<string, StartPosition?> _positions = [];

    /// <param name="topics">The topics.</param>
    /// <param name="since">The position to start from; null starts with the next message.</param>
    public SubscribedTopics(IEnumerable<string> topics, StartPosition? since)
    {
        foreach (var topic in topics)
            _positions[topic] = since;
    }

    public IReadOnlyCollection<string> Names => _positions.Keys;

    public StartPosition? PositionOf(string topic) => _positions.GetValueOrDefault(topic);

    /// <summary>True for a message that was received before: a server with an injected fault may send it twice.</summary>
    public bool IsRepeated(string type, JsonElement message) =>
        type == "message" && message.TryGetProperty("offset", out var offset)
        && _positions.GetValueOrDefault(message.GetProperty("topic").GetString()!) is { } position && offset.GetInt64() <= position.Offset;

    /// <summary>Takes an event of the client protocol into account.</summary>
    public void Follow(string type, JsonElement message)
    {
        if (!message.TryGetProperty("topic", out var name) || name.GetString() is not { } topic || !_positions.ContainsKey(topic))
            return;

        switch (type)
        {
            case "subscribed": _positions[topic] = new StartPosition(message.GetProperty("epoch").GetString()!, message.GetProperty("offset").GetInt64()); break;
            case "message": Move(topic, last => message.TryGetProperty("offset", out var offset) ? offset.GetInt64() : last + 1); break;
            case "gap": Move(topic, _ => message.GetProperty("to").GetInt64()); break;
            case "unsubscribed": _positions.Remove(topic); break;
        }
    }

    private void Move(string topic, Func<long, long> offsetAfter)
    {
        if (_positions[topic] is { } position)
            _positions[topic] = position with { Offset = offsetAfter(position.Offset) };
    }
}
