namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>Inflates the beginning of a message that was compressed alone (RFC 7692 §7.2.2).</summary>
internal static class InflatedBeginning
{
    /// <summary>Inflates at most <paramref name="limit"/> bytes; false if the payload is corrupt, or refers to earlier messages.</summary>
    /// <param name="compressed">The first bytes of the compressed payload.</param>
    /// <param name="limit">Bytes at most.</param>
    /// <param name="inflated">The inflated bytes.</param>
    /// <param name="isCut">True if there are more of them than <paramref name="limit"/>.</param>
    public static bool TryRead(ReadOnlySpan<byte> compressed, int limit, out byte[] inflated, out bool isCut)
    {
        var inflater = InflaterPool.Rent();
        var beginning = new List<byte>();
        isCut = false;
        var status = InflateStatus.Inflated;
        while (!isCut && (status = inflater.Advance(ref compressed, out var piece)) == InflateStatus.Inflated)
        {
            var taken = Math.Min(piece.Length, limit - beginning.Count);
            beginning.AddRange(piece[..taken]);
            isCut = taken < piece.Length;
        }

        InflaterPool.Return(inflater);
        inflated = [.. beginning];
        return status != InflateStatus.Corrupt;
    }
}
