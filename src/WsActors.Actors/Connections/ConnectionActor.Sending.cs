using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Connections;

/// <summary>Frames leave: through the outbox, joined, at the end of a turn.</summary>
public sealed partial class ConnectionActor
{
    /// <summary>Bytes after which a turn does not wait for the next message before it sends.</summary>
    private const int SendAtOnceBytes = 64 * 1024;

    private void Deliver(Subscriber.Deliver deliver)
    {
        // Told before the topic heard that we left.
        if (!_subscriptions.IsLive(deliver.Topic))
            return;

        if (deliver.AcceptedAt < _oldestUnsent)
            _oldestUnsent = deliver.AcceptedAt;

        // A reader that keeps up gets everything: what waits only for the turn's end is on its way.
        if (deliver.Droppable is { } droppable && _outbox.IsBehind)
        {
            DeliverDroppable(deliver, droppable);
            return;
        }

        CountMessages(deliver.Count);
        if (deliver.Parts is null || !CompressesForItself)
        {
            Send(deliver.Frame);
            return;
        }

        foreach (var part in deliver.Parts)
            Send(part);
    }

    private void Send(byte[] frame)
    {
        if (_phase != ConnectionPhase.Open || _outbox.TryAdd(frame, _environment.Settings.OutboxBytes))
            return;

        // What only waits for the turn's end is no sign of a slow reader: the bound is for what the kernel does not take.
        SendQueued();
        if (!_stopped && !_outbox.TryAdd(frame, _environment.Settings.OutboxBytes))
            CloseForWantOfRoom();
        ReportDropped();
    }

    private void SendFirst(byte[] frame)
    {
        // The answer to the handshake may still wait, and the welcome: nothing passes those.
        if (_traffic.BytesSent == 0)
            Send(frame);
        else if (_phase == ConnectionPhase.Open && !_outbox.TryAddFirst(frame, _environment.Settings.OutboxBytes))
            CloseSlowConsumer();
    }

    /// <summary>A page was asked for because there was room for it: its frames are not measured against the bound again.</summary>
    private void SendReplayed(byte[] frame)
    {
        if (_phase != ConnectionPhase.Open)
            return;

        _outbox.TryMakeRoom(frame.Length, _environment.Settings.OutboxBytes);
        _outbox.TryAdd(frame, int.MaxValue);
        ReportDropped();
    }

    /// <summary>Sends what the session has just written, behind what waits.</summary>
    private void SendReply()
    {
        if (Replies.WrittenCount > 0)
            _outbox.TryAdd(TakeReply(), int.MaxValue);
    }

    /// <summary>Sends what the session has just written before what waits: pings and pongs.</summary>
    private void SendReplyFirst()
    {
        // The answer to the handshake may still wait, and nothing passes that.
        if (_traffic.BytesSent == 0)
            SendReply();
        else
            _outbox.TryAddFirst(TakeReply(), int.MaxValue);
    }

    private static byte[] TakeReply()
    {
        var reply = Replies.WrittenSpan.ToArray();
        Replies.ResetWrittenCount();
        return reply;
    }

    // Where more messages wait, the last of them sends for all: that joins the publications of a busy moment.
    private void EndTurn(object message)
    {
        if (_stopped)
            return;

        NoteUnfinished();
        ReadOn();
        if (_peerEnded || _outbox.Bytes >= SendAtOnceBytes || !(((ActorCell)Context).HasMessages || IsPageAwaitedAfter(message)))
        {
            SendQueued();
            ReadOn();
        }

        EndSendingWhenAllIsSaid();
        ReadOnUnlessAnswersPileUp();
        StopWhenPeerEndedAndAllIsSent();
        ReportOutbox(_outbox.Bytes);
    }

    private void SendQueued()
    {
        while (!_stopped && _outbox.TryStartSend(out var bytes, CompressesForItself ? CompressAsItLeaves : null))
        {
            CountMessages(_outbox.TakeLeft());
            RecordSend(bytes.Length);
            switch (_transport.Send(bytes))
            {
                case SendStatus.Sent:
                    _outbox.Sent();
                    break;
                case SendStatus.Pending:
                    _deadlines.Stalled(_environment.Clock.Now, AcknowledgedBytes(_transport.Report()));
                    CheckByNextDeadline();
                    return;
                default:
                    Lose("sending failed");
                    return;
            }
        }
    }

    private void OnSendCompleted()
    {
        _outbox.Sent();
        _deadlines.Unstalled(_environment.Clock.Now);
    }

    private void CountMessage() => CountMessages(1);

    private void CountMessages(int count)
    {
        _traffic.MessagesSent += count;
        _unreportedMessages += count;
    }

    private void RecordSend(int bytes)
    {
        _traffic.BytesSent += bytes;
        _environment.Telemetry.Traffic.BytesSent(bytes);
        _environment.Telemetry.Traffic.MessagesSent(_unreportedMessages);
        _unreportedMessages = 0;
        if (_oldestUnsent == TimeSpan.MaxValue)
            return;

        var now = _environment.Clock.Now;
        _environment.Telemetry.Publications.HandedToSocket(now - _oldestUnsent);
        _deadlines.Spoken(now);
        _oldestUnsent = TimeSpan.MaxValue;
    }

    private void ReportOutbox(int bytes)
    {
        if (bytes == _reportedOutboxBytes)
            return;

        _environment.Telemetry.Outboxes.Changed(bytes - _reportedOutboxBytes);
        _reportedOutboxBytes = bytes;
        TellHeld();
    }
}
