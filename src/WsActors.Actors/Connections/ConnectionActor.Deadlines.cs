using System.Buffers.Binary;
using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Protocol.Clients;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections;

/// <summary>What a connection does by itself when its time has come: pings, and giving up.</summary>
public sealed partial class ConnectionActor
{
    private void CheckOpenDeadlines()
    {
        _checkAt = TimeSpan.MaxValue;
        NoteAcknowledged();
        var settings = _environment.Settings;
        switch (_deadlines.WhenOpen(_environment.Clock.Now, settings, IsIdle))
        {
            case Due.SendPing: SendPing(); break;
            case Due.LookForPeer: GiveUpPongIfPeerIsGone(); break;
            case Due.GiveUpPong: GiveUpPongUnlessPeerIsHere(); break;
            case Due.GiveUpSend: CloseSlowConsumer(); break;
            case Due.GiveUpIdle: CloseByUs(CloseCode.IdleTimeout, "subscribed to nothing and silent for too long"); break;
        }

        if (_phase != ConnectionPhase.Open)
            return;

        CheckByNextDeadline();
        CheckUnfinished();
        CheckCredentials();
    }

    private void CheckByNextDeadline() => CheckBy(_deadlines.Next(_environment.Clock.Now, _environment.Settings, IsIdle));

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
        Context.Parent.Tell(new ConnectionReport.CheckAt(_id, when));
    }

    // The payload is the time of sending, so that a pong tells the round trip and nothing has to be remembered.
    private void SendPing()
    {
        var now = _environment.Clock.Now;
        if (_session.State.IsResponding())
        {
            // Nobody answers on an event stream: its pong is the acknowledgement of TCP.
            Answer(ServerEvent.KeptAlive.Instance);
            _deadlines.Pinged(now);
            return;
        }

        Span<byte> payload = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, now.Ticks);
        _session.Ping(payload, Replies);
        SendReplyFirst();
        _deadlines.Pinged(now);
        if (_keepAliveMessages)
            Answer(ServerEvent.KeptAlive.Instance);
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
}
