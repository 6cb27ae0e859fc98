using System.Buffers.Binary;
using Akka.Actor;
using Akka.Event;
using WsActors.Protocol.Push;
using WsActors.Protocol.Session;

namespace WsActors.Actors.Connections;

/// <summary>Deadlines and endings. The first cause of an ending is the one that is recorded.</summary>
public sealed partial class ConnectionActor
{
    private void CheckOpenDeadlines()
    {
        _checkAt = TimeSpan.MaxValue;
        var settings = _environment.Settings;
        switch (_deadlines.WhenOpen(_environment.Clock.Now, settings, IsIdle))
        {
            case Due.SendPing: SendPing(); break;
            case Due.GiveUpPong: CloseByUs(CloseCode.PongTimeout, "a ping went unanswered"); break;
            case Due.GiveUpSend: CloseSlowConsumer(); break;
            case Due.GiveUpIdle: CloseByUs(CloseCode.IdleTimeout, "subscribed to nothing and silent for too long"); break;
        }

        if (_phase == ConnectionPhase.Open)
            CheckBy(_deadlines.Next(settings, IsIdle));
    }

    // A wake that was asked for while the connection was open may come before the close timeout has passed.
    private void CheckClosingDeadline()
    {
        _checkAt = TimeSpan.MaxValue;
        var when = _deadlines.WhenToGiveUpClose(_environment.Settings);
        if (_environment.Clock.Now >= when)
            StopAbruptly(ConnectionOutcome.Lost);
        else
            CheckBy(when);
    }

    /// <summary>Asks <see cref="ConnectionsActor"/> to be woken at that time, unless it is to be woken earlier already.</summary>
    private void CheckBy(TimeSpan when)
    {
        if (when >= _checkAt)
            return;

        _checkAt = when;
        Context.Parent.Tell(new ConnectionsActor.CheckAt(_id, when));
    }

    // The payload is the time of sending, so that a pong tells the round trip and nothing has to be remembered.
    private void SendPing()
    {
        var now = _environment.Clock.Now;
        if (_session.State.IsResponding())
        {
            // Nobody answers on an event stream: a peer that is gone shows when what is sent to it is never taken.
            Say(ServerEvent.KeptAlive.Instance);
            _deadlines.Heard(now);
            return;
        }

        Span<byte> payload = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, now.Ticks);
        _session.Ping(payload, Replies);
        SendReplyFirst();
        _deadlines.Pinged(now);
        if (_keepAliveMessages)
            Say(ServerEvent.KeptAlive.Instance);
    }

    private void OnPong(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != sizeof(long))
            return;

        // An unsolicited pong (RFC 6455 §5.5.3) may hold any eight bytes: only a time that can be ours counts.
        var sent = new TimeSpan(BinaryPrimitives.ReadInt64BigEndian(payload));
        var now = _environment.Clock.Now;
        if (sent > _acceptedAt && sent <= now)
            _roundTripTime = now - sent;
    }

    private void CloseWithGoodbye(ConnectionActor.SayGoodbye goodbye)
    {
        Say(new ServerEvent.Goodbye(goodbye.Reason, goodbye.ReconnectAfter));
        if (_phase == ConnectionPhase.Open)
            CloseByUs(CloseCode.GoingAway, goodbye.Reason);
    }

    // A reader that stopped gets the close frame if it ever reads on; what waited for it is dropped and counted.
    private void CloseSlowConsumer()
    {
        _environment.Telemetry.MessagesDropped("every", _outbox.Frames);
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
            _session.Close(code, reason, Replies);
        SendReply();
        _environment.Telemetry.ClosedByServer(code);
        _environment.Log.Debug("Connection {0}: closed by us with {1} {2}: {3}", _id, code.Value, code.Name, reason);
        EndWith(ConnectionOutcome.Closed);
    }

    private void OnClosed(CloseStatus status)
    {
        // In answer to our own close frame there is nothing new to tell.
        if (_phase != ConnectionPhase.Open)
            return;

        SendReply();
        _environment.Telemetry.ClosedByClient(status.Code);
        _environment.Log.Debug(
            "Connection {0}: closed by the client with {1} {2}: {3}", _id, status.Code.Value, status.Code.Name, status.Reason);
        EndWith(ConnectionOutcome.Closed);
    }

    private void OnViolated(Violation violation)
    {
        // After our own close frame there is nothing left to tell.
        if (_phase != ConnectionPhase.Open)
            return;

        SendReply();
        _environment.Telemetry.ClosedByServer(violation.Code);
        _environment.Log.Debug(
            "Connection {0} from {1}: closed with {2} {3}: {4}",
            _id, ClientEndPoint, violation.Code.Value, violation.Name, violation.Message);
        EndWith(ConnectionOutcome.Violated);
    }

    private void EndWith(ConnectionOutcome outcome)
    {
        RecordOutcome(outcome);
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
        if (_session.State.IsResponding())
        {
            // Over plain HTTP there is no other way to leave.
            Stop(ConnectionOutcome.Closed);
            return;
        }

        LogLoss("the peer ended the stream without a close frame");
        _peerEnded = true;
        EndWith(ConnectionOutcome.Lost);
    }

    private void StopWhenPeerEndedAndAllIsSent()
    {
        if (_peerEnded && _outbox.IsEmpty)
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

    private void RecordOutcome(ConnectionOutcome outcome)
    {
        if (_outcome == ConnectionOutcome.None)
            _outcome = outcome;
    }

    private ConnectionSnapshot Snapshot() => new()
    {
        Id = _id,
        RemoteEndPoint = ClientEndPoint,
        Scheme = _client?.Scheme,
        Phase = _phase,
        Security = _transport.Security,
        Protocol = _protocol?.Name,
        User = null,
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
