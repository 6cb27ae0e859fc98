namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>Decodes the symbols for lengths and distances (RFC 1951 §3.2.5).</summary>
internal static class BackReference
{
    private const int FirstLengthSymbol = 257;

    private static ReadOnlySpan<byte> LengthExtraBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> ShortestLengths =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<ushort> ShortestDistances =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
        8193, 12289, 16385, 24577,
    ];

    /// <summary>The shortest length of a symbol above 256 and how many bits follow to add to it; false for 286 and 287, which never occur.</summary>
    public static bool TryLength(int symbol, out int shortest, out int extraBits)
    {
        var index = symbol - FirstLengthSymbol;
        var exists = index < ShortestLengths.Length;
        shortest = exists ? ShortestLengths[index] : 0;
        extraBits = exists ? LengthExtraBits[index] : 0;
        return exists;
    }

    /// <summary>Decodes the symbol of a distance; false for 30 and 31, which never occur.</summary>
    public static bool TryDistance(int symbol, out int shortest, out int extraBits)
    {
        var exists = symbol < ShortestDistances.Length;
        shortest = exists ? ShortestDistances[symbol] : 0;
        extraBits = symbol < 4 ? 0 : (symbol / 2) - 1;
        return exists;
    }
}
