using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Limits;

/// <summary>
/// Bounds a request or message that has come in part: how long the rest may take, and how much all connections may hold together.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its connection; while nothing is unfinished it holds a null reference.</remarks>
internal struct UnfinishedInput
{
    private UnfinishedMessage? _message;

    /// <summary>True if the connection holds bytes that the node counts.</summary>
    public readonly bool IsCounted => _message is { CountedBytes: > 0 };

    /// <summary>False if nothing is unfinished and nothing was.</summary>
    public readonly bool Concerns(ServerSession session) => session.IsMidMessage || session.HeldBytes > 0 || _message is not null;

    /// <summary>Notes that a message came whole: if another is unfinished, it has begun since.</summary>
    public readonly void Ended() => _message?.Ended();

    /// <summary>Looks at what the session holds at the end of a turn. A whole message leaves nothing, and then this costs nothing.</summary>
    /// <param name="session">The session.</param>
    /// <param name="turn">The turn.</param>
    /// <returns>False if the node holds too much already and the message cannot stay.</returns>
    public bool TryHold(ServerSession session, in Turn turn)
    {
        var (isMidMessage, heldBytes) = (session.IsMidMessage, session.HeldBytes);
        _message ??= new UnfinishedMessage();
        if (_message.Note(isMidMessage, turn.Now))
            turn.Effects.WakeAt(_message.DueAt(turn.Environment.Settings.MessageTimeout));
        var isMore = Count(InboundRoom.InSteps(heldBytes), turn) > 0;
        if (!isMidMessage && heldBytes == 0)
            _message = null;
        return !isMore || !turn.Environment.Inbound.IsFull;
    }

    /// <summary>Stops counting what the connection holds, because it is given up.</summary>
    public void Release(in Turn turn)
    {
        Count(0, turn);
        _message = null;
    }

    /// <summary>Ends the connection if the message is overdue, and else asks to be woken when it will be.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="isReadingPaused">True if the server itself does not read on, which is no fault of the client.</param>
    public readonly void Check(in Turn turn, bool isReadingPaused)
    {
        if (_message is null)
            return;

        var now = turn.Now;
        if (isReadingPaused)
            _message.Excuse(now);
        var dueAt = _message.DueAt(turn.Environment.Settings.MessageTimeout);
        if (now >= dueAt)
            turn.Effects.End(Ending.MessageTimeout);
        else
            turn.Effects.WakeAt(dueAt);
    }

    // Returns the change, in bytes.
    private readonly int Count(int bytes, in Turn turn)
    {
        var more = bytes - (_message?.CountedBytes ?? 0);
        if (more == 0)
            return 0;

        _message!.CountedBytes = bytes;
        turn.Environment.Inbound.Add(more);
        turn.Environment.Telemetry.Inbound.HeldBytesChanged(more);
        turn.Effects.Tell(turn.Parent, new ConnectionReport.UnfinishedBytesChanged(turn.Id, bytes));
        return more;
    }
}
