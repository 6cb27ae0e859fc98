using System.Security.Cryptography;
using System.Text;

namespace WsActors.Protocol.WebSocket.Handshake;

/// <summary>Computes Sec-WebSocket-Accept (RFC 6455 §4.2.2, item 5.4).</summary>
public static class AcceptKey
{
    private const int KeyLength = 24;

    private static ReadOnlySpan<byte> Guid => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <param name="key">The Sec-WebSocket-Key as it was sent: 24 characters.</param>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5350", Justification = "RFC 6455 asks for SHA-1; nothing is protected by it")]
    public static string Compute(string key)
    {
        Span<byte> joined = stackalloc byte[KeyLength + Guid.Length];
        Encoding.ASCII.GetBytes(key, joined);
        Guid.CopyTo(joined[KeyLength..]);
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(joined, digest);
        return Convert.ToBase64String(digest);
    }
}
