namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>Makes finished data frames smaller, for connections that agreed on permessage-deflate (RFC 7692).</summary>
public interface IFrameCompression
{
    /// <summary>True if a compressed frame is the same for every connection that uses this instance.</summary>
    bool IsShared { get; }

    /// <summary>The compressed frame; the same array if the payload is short, or compression did not make it shorter.</summary>
    byte[] Compress(byte[] frame);
}
