namespace WsActors.Protocol.Topics;

/// <summary>
/// The oldest messages of a log whose payloads are on the disk only: of each, what decides when it is too old or too much.
/// 16 bytes per message.
/// </summary>
internal sealed class UnloadedMessages
{
    private readonly Queue<(TimeSpan AppendedAt, int Bytes)> _messages = [];

    public int Count => _messages.Count;

    /// <summary>The time at which the oldest was appended; there must be one.</summary>
    public TimeSpan OldestAppendedAt => _messages.Peek().AppendedAt;

    /// <summary>Adds the message that follows the others.</summary>
    public void Add(in LoggedMessage message) => _messages.Enqueue((message.AppendedAt, (int)message.Bytes));

    /// <summary>Drops the oldest and returns the bytes that it counted for.</summary>
    public long RemoveOldest() => _messages.Dequeue().Bytes;

    public void Clear() => _messages.Clear();
}
