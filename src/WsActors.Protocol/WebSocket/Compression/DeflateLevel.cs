using System.IO.Compression;

namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>The work spent on making a message small.</summary>
public enum DeflateLevel : byte
{
    /// <summary>The least work.</summary>
    Fastest,

    /// <summary>zlib's own balance.</summary>
    Optimal,

    /// <summary>The smallest result, for a few bytes and much more work.</summary>
    Smallest,
}

/// <summary>The levels as the framework knows them.</summary>
internal static class DeflateLevels
{
    public static CompressionLevel Native(this DeflateLevel level) => level switch
    {
        DeflateLevel.Fastest => CompressionLevel.Fastest,
        DeflateLevel.Smallest => CompressionLevel.SmallestSize,
        _ => CompressionLevel.Optimal,
    };
}
