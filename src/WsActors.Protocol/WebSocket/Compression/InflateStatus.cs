namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>The result of inflating a piece of a DEFLATE stream.</summary>
internal enum InflateStatus : byte
{
    /// <summary>All input is used up, and nothing came of it yet.</summary>
    NeedsInput,

    /// <summary>There is something; more may follow from the same input.</summary>
    Inflated,

    /// <summary>This is no DEFLATE stream (RFC 1951), or it points back further than there is.</summary>
    Corrupt,
}
