using WsActors.Actors.Transport;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections;

/// <summary>Is the peer still there? Looked into when a pong is missing or a send has to wait, before the connection is given up.</summary>
public sealed partial class ConnectionActor
{
    private static uint AcknowledgedBytes(TcpReport? report) => unchecked((uint)(report?.AcknowledgedBytes ?? 0));

    // Only readers that are behind are asked about: for the others it would be a system call for nothing.
    private void NoteAcknowledged()
    {
        if (_deadlines.IsBehind(_environment.Settings) && _transport.Report() is { } report)
            _deadlines.Acknowledged(_environment.Clock.Now, AcknowledgedBytes(report));
    }

    // A process that stood still finds requests unread that came in time. A peer that sends byte by byte gets no more than twice the time.
    private void CheckHandshakeDeadline()
    {
        _checkAt = TimeSpan.MaxValue;
        var (now, timeout) = (_environment.Clock.Now, _environment.Settings.HandshakeTimeout);
        if (CanRead && _transport.HasArrived && now < _acceptedAt + (timeout * 2))
            CheckBy(now);
        else
            Refuse(HandshakeRefusals.Timeout(timeout));
    }

    private void GiveUpPongIfPeerIsGone()
    {
        if (!_transport.HasArrived && IsGone(_transport.Report()))
            GiveUpPong();
    }

    // While this process or its machine stood still, the pong may have arrived: it lies unread in the socket.
    private void GiveUpPongUnlessPeerIsHere()
    {
        if (_transport.HasArrived)
            _deadlines.Heard(_environment.Clock.Now);
        else if (_session.State.IsResponding())
            GiveUpStreamIfPeerIsGone(_transport.Report());
        else
            GiveUpPong();
    }

    // The next keep-alive is due an interval after the last acknowledgement, so that a peer is never silent for longer than an interval
    // and the pong timeout. An older one than that says nothing about the last keep-alive.
    private void GiveUpStreamIfPeerIsGone(TcpReport? report)
    {
        var timeout = _environment.Settings.PongTimeout;
        if (IsGone(report))
            GiveUpPong();
        else if (report is { } alive && alive.SinceAcknowledgement < timeout)
            _deadlines.Heard(_environment.Clock.Now - alive.SinceAcknowledgement);
        else
            _deadlines.Heard(_environment.Clock.Now - timeout);
    }

    private bool IsGone(TcpReport? report) => report is { } known && known.IsGone(_environment.Settings.PongTimeout);

    private void GiveUpPong() => CloseByUs(CloseCode.PongTimeout, "a ping went unanswered");
}
