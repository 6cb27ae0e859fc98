using System.Buffers;
using WsActors.Protocol.Session;

namespace WsActors.Benchmarks.Codec;

/// <summary>A session that has its handshake behind it.</summary>
internal static class OpenSession
{
    private static readonly byte[] Request =
    [
        .. "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"u8,
        .. "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"u8,
    ];

    public static ServerSession Create(ArrayBufferWriter<byte> replies)
    {
        var session = new ServerSession(new SessionLimits());
        var input = Request.ToArray().AsSpan();
        if (!session.TryAdvance(ref input, replies, out var happened) || happened.Kind != SessionEventKind.Requested)
            throw new InvalidOperationException("the handshake was refused");

        session.Accept(null, 16 * 1024 * 1024, replies);
        replies.ResetWrittenCount();
        return session;
    }
}
