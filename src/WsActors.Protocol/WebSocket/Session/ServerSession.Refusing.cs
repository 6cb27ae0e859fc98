using System.Buffers;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>Refuses requests: with an HTTP status, or inside the protocol if the peer could not see a status.</summary>
public sealed partial class ServerSession
{
    /// <summary>The request that the host has not decided yet; null if there is none.</summary>
    public HandshakeRequest? Undecided => State == SessionState.AwaitingDecision ? _head!.Request : null;

    /// <summary>Refuses the connection with an HTTP error, also before its request has come whole.</summary>
    public void Reject(HandshakeRefusal refusal, IBufferWriter<byte> replies)
    {
        if (State is not (SessionState.AwaitingDecision or SessionState.AwaitingRequest))
            throw new InvalidOperationException($"Reject answers a request, and the session is {State}");

        HandshakeResponse.WriteRefused(replies, refusal, limits.Date, isHead: _head is { IsHead: true });
        DropHead();
        State = SessionState.Failed;
    }

    /// <summary>
    /// Refuses a WebSocket request inside the protocol: writes 101, the refusal's frames and a close frame. No extension is agreed
    /// on, and what the peer sends before its own close frame is thrown away.
    /// </summary>
    public void Reject(RefusalByClose refusal, IBufferWriter<byte> replies)
    {
        Accept(refusal.Subprotocol, maxMessageBytes: int.MaxValue, replies);
        replies.Write(refusal.Frames.Span);
        Close(refusal.Code, refusal.Reason, replies);
    }
}
