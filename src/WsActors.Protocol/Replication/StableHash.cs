namespace WsActors.Protocol.Replication;

/// <summary>Hashes bytes to the same number in every process and version (FNV-1a with a finaliser), because nodes must agree on it.</summary>
internal static class StableHash
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = FnvOffset;
        foreach (var octet in bytes)
            hash = (hash ^ octet) * FnvPrime;
        return Mixed(hash);
    }

    // FNV-1a changes the high bits little with the last bytes; the finaliser of MurmurHash3 spreads them.
    private static ulong Mixed(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
