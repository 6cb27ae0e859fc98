namespace WsActors.Protocol.Replication;

/// <summary>Cuts lists of entries into pieces that fit into one message.</summary>
internal static class LogPiece
{
    /// <summary>Returns entries from an index on: at least one if there is one, and no more than fit.</summary>
    public static IReadOnlyList<LogEntry> Of(List<LogEntry> entries, int from, int maxBytes)
    {
        var (count, bytes) = (0, 0L);
        while (from + count < entries.Count)
        {
            bytes += entries[from + count].Bytes;
            if (count > 0 && bytes > maxBytes)
                break;
            count++;
        }

        return entries.GetRange(from, count);
    }
}
