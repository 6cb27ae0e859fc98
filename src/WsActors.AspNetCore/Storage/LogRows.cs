using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Storage;

/// <summary>
/// Puts the log of a topic together from its stored batches, from the newest to the oldest. Damaged messages are left out, and older
/// ones are kept nevertheless.
/// </summary>
/// <param name="last">The last offset that the topic's row names.</param>
internal sealed class LogRows(long last)
{
    // From the newest to the oldest.
    private readonly List<StoredMessage> _messages = [];

    /// <summary>The offset of the last message, whether or not it is kept.</summary>
    public long Last { get; private set; } = last;

    /// <summary>The first fault that was found; null if there is none.</summary>
    public string? Fault { get; private set; }

    /// <summary>Adds the next older batch.</summary>
    /// <param name="last">The offset of its last message.</param>
    /// <param name="records">Its bytes, which are kept.</param>
    public void Add(long last, ReadOnlyMemory<byte> records)
    {
        Last = Math.Max(Last, last);
        var batch = StoredBatch.Read(records, out var damage);
        if (damage is not null)
            Fault ??= $"the batch up to message {last} cannot be read: {damage}";

        for (var i = batch.Count - 1; i >= 0; i--)
        {
            var expected = _messages.Count > 0 ? _messages[^1].Offset - 1 : Last;
            if (batch[i].Offset != expected)
                Fault ??= $"message {expected} is missing";
            if (batch[i].Offset <= expected)
                _messages.Add(batch[i]);
        }
    }

    /// <summary>Returns the messages in the order of their offsets.</summary>
    public IReadOnlyList<StoredMessage> Messages() => [.. Enumerable.Reverse(_messages)];
}
