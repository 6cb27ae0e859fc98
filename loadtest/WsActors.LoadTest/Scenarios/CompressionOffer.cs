namespace WsActors.LoadTest.Scenarios;

/// <summary>What the clients offer of permessage-deflate (RFC 7692).</summary>
internal enum CompressionOffer
{
    None,

    /// <summary>Each message is compressed for itself: a server can compress it once for all who get it.</summary>
    Each,

    /// <summary>Messages may refer to earlier ones of their connection: a server must compress for each receiver.</summary>
    Keep,
}
