using System.ComponentModel.DataAnnotations;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Settings;

/// <summary>permessage-deflate (RFC 7692) on push connections, for clients that offer it. Section <c>WsActors:Push:Compression</c>.</summary>
public sealed record CompressionSettings
{
    /// <summary>Whether it is agreed on at all. A publication is compressed once for all who get it, which costs little.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Payload bytes below which a message goes out as it is: what is saved there does not pay for the client's work.</summary>
    [Range(0, 1024 * 1024)]
    public int MinBytes { get; init; } = 256;

    /// <summary>How much work is spent on a message: 1 KB of JSON took Fastest 7 µs and came out at 58 %, Optimal 10 µs and 41 %.</summary>
    public DeflateLevel Level { get; init; } = DeflateLevel.Optimal;

    /// <summary>
    /// Whether the server's messages may refer to earlier ones of their connection. They get smaller, but each connection
    /// holds about 300 KB from its first compressed message on, and every message is compressed for each of them anew.
    /// </summary>
    public bool ServerContextTakeover { get; init; }

    /// <summary>
    /// Whether a client's messages may refer to earlier ones. Each connection holds about 40 KB from its first compressed
    /// message on; less where its client named a smaller window.
    /// </summary>
    public bool ClientContextTakeover { get; init; }

    /// <summary>
    /// Bytes that may be inflated from one client's messages, and deflated for its answers, in a second in the long run: compression costs
    /// the server far more than the client, 1,000 bytes for one. Four seconds' worth at once after a pause. 0 is no limit.
    /// </summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int ClientBytesPerSecond { get; init; } = 256 * 1024;
}
