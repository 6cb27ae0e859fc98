namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>The result of inflating a piece of a DEFLATE stream.</summary>
internal enum InflateStatus : byte
{
    /// <summary>All input is used up, and there is no output yet.</summary>
    NeedsInput,

    /// <summary>There is output; more may follow from the same input.</summary>
    Inflated,

    /// <summary>The input is no DEFLATE stream (RFC 1951), or a distance reaches back too far.</summary>
    Corrupt,
}
