namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>
/// Lends inflaters for one message each: a thread keeps one for its next message, so that idle connections hold none.
/// </summary>
internal static class InflaterPool
{
    [ThreadStatic]
    private static Inflater? _spare;

    /// <summary>An inflater of the largest window, which serves whatever window the peer keeps to.</summary>
    public static Inflater Rent()
    {
        var inflater = _spare ?? new Inflater(DeflateAgreement.LargestWindowBits);
        _spare = null;
        inflater.Reset();
        return inflater;
    }

    public static void Return(Inflater inflater) => _spare = inflater;
}
