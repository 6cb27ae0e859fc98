namespace WsActors.Protocol.Topics;

/// <summary>Messages that were stored together: their records, one behind the other.</summary>
public static class StoredBatch
{
    /// <summary>The bytes of these messages.</summary>
    public static byte[] Write(IReadOnlyList<StoredMessage> messages)
    {
        var bytes = new byte[messages.Sum(message => message.Length)];
        var written = 0;
        foreach (var message in messages)
        {
            message.Write(bytes.AsSpan(written, message.Length));
            written += message.Length;
        }

        return bytes;
    }

    /// <summary>Reads the messages until something is wrong.</summary>
    /// <param name="bytes">They are kept, not copied.</param>
    /// <param name="fault">The fault; null if there is none.</param>
    public static IReadOnlyList<StoredMessage> Read(ReadOnlyMemory<byte> bytes, out string? fault)
    {
        var messages = new List<StoredMessage>();
        fault = null;
        while (bytes.Length > 0 && StoredMessage.TryRead(bytes, out var message, out fault))
        {
            messages.Add(message);
            bytes = bytes[message.Length..];
        }

        return messages;
    }
}
