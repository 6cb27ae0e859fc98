namespace WsActors.Protocol.WebSocket.Session;

/// <summary>Requests without an upgrade: the host writes the response, and the session has nothing left to do.</summary>
public sealed partial class ServerSession
{
    /// <summary>Accepts a request without an upgrade. The host answers it; what the peer still sends is thrown away.</summary>
    public void HandOver()
    {
        Require(SessionState.AwaitingDecision);
        DropHead();
        State = SessionState.Closed;
    }
}
