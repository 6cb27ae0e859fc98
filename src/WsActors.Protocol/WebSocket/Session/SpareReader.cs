namespace WsActors.Protocol.WebSocket.Session;

/// <summary>Lends readers for the time of a message: a thread keeps one for the next session that it reads, so that idle sessions hold none.</summary>
internal static class SpareReader
{
    [ThreadStatic]
    private static MessageReader? _spare;

    public static MessageReader Rent(MessageRules rules, int maxFragments)
    {
        var reader = _spare ?? new MessageReader();
        _spare = null;
        reader.Begin(rules, maxFragments);
        return reader;
    }

    /// <summary>Takes a reader back that is idle.</summary>
    public static void Return(MessageReader reader) => _spare = reader;
}
