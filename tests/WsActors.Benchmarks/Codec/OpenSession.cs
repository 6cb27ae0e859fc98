using System.Buffers;
using System.Text;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Benchmarks.Codec;

/// <summary>A session that has its handshake behind it.</summary>
internal static class OpenSession
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes(UpgradeRequest.To("/echo"));

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
