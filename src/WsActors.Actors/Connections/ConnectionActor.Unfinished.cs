using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections;

/// <summary>A request or message has come in part: how long the rest may take, and what all connections may hold together.</summary>
public sealed partial class ConnectionActor
{
    private UnfinishedMessage? _unfinished;

    /// <summary>At the end of a turn. A whole message leaves nothing, and then this costs nothing.</summary>
    private void NoteUnfinished()
    {
        var (isMidMessage, held) = (_session.IsMidMessage, _session.HeldBytes);
        if (_unfinished is null && !isMidMessage && held == 0)
            return;

        _unfinished ??= new UnfinishedMessage();
        if (_unfinished.Note(isMidMessage, _environment.Clock.Now))
            CheckBy(_unfinished.DueAt(_environment.Settings.MessageTimeout));
        if (TellHeldInbound(InboundRoom.InSteps(held)) && _environment.Inbound.IsFull)
            ShedUnfinished();
        if (!_session.IsMidMessage && _session.HeldBytes == 0)
            _unfinished = null;
    }

    /// <returns>Whether it is more than before.</returns>
    private bool TellHeldInbound(int bytes)
    {
        var more = bytes - (_unfinished?.ToldBytes ?? 0);
        if (more == 0)
            return false;

        _unfinished!.ToldBytes = bytes;
        _environment.Inbound.Add(more);
        _environment.Telemetry.Inbound.HeldChanged(more);
        Context.Parent.Tell(new ConnectionReport.UnfinishedBytesChanged(_id, bytes));
        return more > 0;
    }

    // Told by the parent, or at the limit by ourselves. What has meanwhile come whole is no reason to close.
    private void OnShedInbound()
    {
        if (_unfinished is { ToldBytes: > 0 })
            ShedUnfinished();
    }

    private void ShedUnfinished()
    {
        _environment.Telemetry.Inbound.Shed();
        if (_phase == ConnectionPhase.Handshaking)
            RefuseOverloaded(TimeSpan.Zero);
        else
            CloseByUs(CloseCode.TryAgainLater, "this server holds too many unfinished messages: reconnect, and send it again");
        TellHeldInbound(0);
    }

    private void CheckUnfinished()
    {
        if (_unfinished is null)
            return;

        var now = _environment.Clock.Now;
        if (_readingPaused)
            _unfinished.Excuse(now);
        if (now >= _unfinished.DueAt(_environment.Settings.MessageTimeout))
            CloseByUs(CloseCode.MessageTimeout, "a message took too long to arrive: reconnect, and send it faster or in parts");
        else
            CheckBy(_unfinished.DueAt(_environment.Settings.MessageTimeout));
    }
}
