namespace WsActors.Protocol.Topics;

/// <summary>
/// The oldest messages of a log whose payloads are in the store only: of each, what decides when it is too old or too much.
/// 16 bytes per message.
/// </summary>
internal sealed class UnloadedMessages
{
    private readonly Queue<(TimeSpan AppendedAt, int Bytes)> _messages = [];

    public int Count => _messages.Count;

    /// <summary>The time at which the oldest was appended; there must be one.</summary>
    public TimeSpan OldestAppendedAt => _messages.Peek().AppendedAt;

    /// <summary>The time at which the newest was appended, also if it is not here any more.</summary>
    public TimeSpan NewestAppendedAt { get; private set; }

    /// <summary>Adds the message that follows the others.</summary>
    public void Add(TimeSpan appendedAt, int bytes)
    {
        _messages.Enqueue((appendedAt, bytes));
        NewestAppendedAt = appendedAt;
    }

    /// <summary>Drops the oldest and returns the bytes that it counted for.</summary>
    public long RemoveOldest() => _messages.Dequeue().Bytes;

    public void Clear() => _messages.Clear();
}
