using Akka.Event;
using WsActors.Actors.Model;
using WsActors.Protocol.Clients;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections;

/// <summary>Endings. The first cause of an ending is the one that is recorded.</summary>
public sealed partial class ConnectionActor
{
    private void CloseWithGoodbye(ConnectionActor.SayGoodbye goodbye)
    {
        Say(new ServerEvent.Goodbye(goodbye.Reason, goodbye.ReconnectAfter));
        if (_phase == ConnectionPhase.Open)
            CloseByUs(CloseCode.GoingAway, goodbye.Reason);
    }

    // A message for which there was no room is the first that is lost.
    private void CloseForWantOfRoom()
    {
        CountDropped(new DropCount(Every: 1, Latest: 0, DropOldest: 0));
        CloseSlowConsumer();
    }

    // A reader that stopped gets the close frame if it ever reads on; what waited for it is dropped and counted.
    private void CloseSlowConsumer()
    {
        ReportDropped();
        CountDropped(_outbox.CountWaiting());
        _outbox.Clear();
        CloseByUs(CloseCode.SlowConsumer, "reads too slowly: reconnect, and read faster or subscribe to less");
    }

    private void CloseByUs(CloseCode code, string reason)
    {
        if (_phase != ConnectionPhase.Open)
            return;

        if (_session.State.IsResponding())
            EndStream(code, reason);
        else
            _session.Close(_encoding.Protocol.CloseCodeOf(code), reason, Replies);
        SendReply();
        _environment.Telemetry.Closes.ByServer(code);
        _environment.Log.Debug("Connection {0}: closed by us with {1} {2}: {3}", _id, code.Value, code.Name, reason);
        EndWith(ConnectionOutcome.Closed, code);
    }

    private void OnClosed(CloseStatus status)
    {
        // In answer to our own close frame there is nothing new to tell.
        if (_phase != ConnectionPhase.Open)
            return;

        SendReply();
        _environment.Telemetry.Closes.ByClient(status.Code);
        _environment.Log.Debug(
            "Connection {0}: closed by the client with {1} {2}: {3}", _id, status.Code.Value, status.Code.Name, status.Reason);
        EndWith(ConnectionOutcome.Closed, status.Code);
    }

    private void OnViolated(Violation violation)
    {
        // After our own close frame there is nothing left to tell.
        if (_phase != ConnectionPhase.Open)
            return;

        SendReply();
        _environment.Telemetry.Closes.ByServer(violation.Code);
        _environment.Log.Debug(
            "Connection {0} from {1}: closed with {2} {3}: {4}",
            _id, ClientEndPoint, violation.Code.Value, violation.Name, violation.Message);
        EndWith(ConnectionOutcome.Violated, violation.Code);
    }

    private void EndWith(ConnectionOutcome outcome, CloseCode? code = null)
    {
        RecordOutcome(outcome, code);
        if (_phase != ConnectionPhase.Closing)
            BecomeClosing();
    }

    // RFC 6455 §7.1.1: the server ends the TCP stream first, but reads on until the peer has ended its side too. Closing
    // a socket with unread bytes sends a reset, and that would overtake the close frame.
    private void EndSendingWhenAllIsSaid()
    {
        if (_sendingEnded || _phase != ConnectionPhase.Closing || !_outbox.IsEmpty || !_session.State.IsOver())
            return;

        _sendingEnded = true;
        _transport.EndSending();
    }

    /// <summary>The stream ended without a close frame: the peer left or reset it, or the network gave it up.</summary>
    private void Lose(string how)
    {
        LogLoss(how);
        Stop(ConnectionOutcome.Lost);
    }

    // It may have ended only its own side and still read: what waits for it, a close frame above all, goes first.
    private void OnPeerEnded()
    {
        if (_phase == ConnectionPhase.Polling)
        {
            OnPollerEnded();
            return;
        }

        if (_session.State.IsResponding())
        {
            // Over plain HTTP there is no other way to leave.
            RecordOutcome(ConnectionOutcome.Closed, CloseCode.Normal);
            Stop(ConnectionOutcome.Closed);
            return;
        }

        LogLoss("the peer ended the stream without a close frame");
        _peerEnded = true;
        EndWith(ConnectionOutcome.Lost);
    }

    private void StopWhenPeerEndedAndAllIsSent()
    {
        if (_peerEnded && _outbox.IsEmpty && _phase != ConnectionPhase.Polling)
            Stop(ConnectionOutcome.Lost);
    }

    private void LogLoss(string how)
    {
        if (_phase != ConnectionPhase.Closing)
            _environment.Log.Debug("Connection {0} from {1}: lost, {2}", _id, _transport.RemoteEndPoint, how);
    }

    private void StopAbruptly(ConnectionOutcome outcome)
    {
        _transport.Abort();
        Stop(outcome);
    }

    private void Stop(ConnectionOutcome outcome)
    {
        RecordOutcome(outcome);
        _stopped = true;
        Context.Stop(Self);
    }

    private void RecordOutcome(ConnectionOutcome outcome, CloseCode? code = null)
    {
        if (_outcome != ConnectionOutcome.None)
            return;

        _outcome = outcome;
        TellDisconnected(code ?? CloseCode.Abnormal);
    }

    private ConnectionSnapshot Snapshot() => new()
    {
        Id = _id,
        RemoteEndPoint = ClientEndPoint,
        Scheme = _client?.Scheme,
        Phase = _phase,
        Security = _transport.Security,
        Protocol = _encoding.Protocol?.Name,
        User = _identity.User,
        ConnectedAt = _environment.Clock.UtcAt(_acceptedAt),
        Subscriptions = SubscribedTopics(),
        QueuedFrames = _outbox.Frames,
        QueuedBytes = _outbox.Bytes,
        MessagesReceived = _traffic.MessagesReceived,
        MessagesSent = _traffic.MessagesSent,
        BytesReceived = _traffic.BytesReceived,
        BytesSent = _traffic.BytesSent,
        RoundTripTime = _roundTripTime,
    };

    private string[] SubscribedTopics()
    {
        var topics = new string[_subscriptions.Count];
        for (var i = 0; i < topics.Length; i++)
            topics[i] = _subscriptions.Items[i].Topic.Value;
        return topics;
    }
}
