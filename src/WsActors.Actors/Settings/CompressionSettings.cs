using System.ComponentModel.DataAnnotations;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Settings;

/// <summary>permessage-deflate (RFC 7692) on push connections, for clients that offer it. Section <c>WsActors:Push:Compression</c>.</summary>
public sealed record CompressionSettings
{
    /// <summary>True to negotiate compression. A publication is compressed once for all its receivers, which costs little.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Messages with fewer payload bytes are not compressed: the saving would not pay for the client's work.</summary>
    [Range(0, 1024 * 1024)]
    public int MinBytes { get; init; } = 256;

    /// <summary>The work spent per message: 1 KB of JSON took Fastest 7 µs and came out at 58 %, Optimal 10 µs and 41 %.</summary>
    public DeflateLevel Level { get; init; } = DeflateLevel.Optimal;

    /// <summary>
    /// True if the server's messages may refer to earlier ones of their connection. They get smaller, but each connection holds about 300
    /// KB from its first compressed message on, and every message is compressed separately for each connection.
    /// </summary>
    public bool ServerContextTakeover { get; init; }

    /// <summary>
    /// True if a client's messages may refer to earlier ones. Each connection holds about 40 KB from its first compressed
    /// message on; less if its client named a smaller window.
    /// </summary>
    public bool ClientContextTakeover { get; init; }

    /// <summary>
    /// Bytes per second that may be inflated from one client's messages, and deflated for its answers, in the long run: compression costs
    /// the server far more than the client, 1,000 bytes for one. After a pause, four seconds' worth is allowed at once. 0: no limit.
    /// </summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int ClientBytesPerSecond { get; init; } = 256 * 1024;
}
