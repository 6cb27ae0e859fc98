namespace WsActors.Protocol.WebSocket.Session;

/// <summary>Requests for pushes over plain HTTP: the host writes the answer, the session knows when it may.</summary>
public sealed partial class ServerSession
{
    /// <summary>Accepts a request without an upgrade: from now on the host writes the answer itself, until <see cref="EndResponse"/>.</summary>
    public void BeginResponse()
    {
        Require(SessionState.AwaitingDecision);
        DropHead();
        State = SessionState.Responding;
    }

    /// <summary>The answer is written: nothing more will be said.</summary>
    public void EndResponse()
    {
        Require(SessionState.Responding);
        State = SessionState.Closed;
    }
}
