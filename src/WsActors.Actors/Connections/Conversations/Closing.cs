using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>The close: what waits is sent, and the peer is given time to end its side. Everything else is of no use any more.</summary>
internal sealed class Closing : Conversation
{
    public static readonly Closing Instance = new();

    private Closing()
    {
    }

    public override ConnectionPhase Phase => ConnectionPhase.Closing;

    public override bool IsReported => false;

    public override bool Take(object message, in Talk talk, in Turn turn)
    {
        // An injected fault may hold the close frame back.
        if (message is ConnectionMessage.FaultDue)
            Injection.Continue(talk, turn);
        return NotOpen.Take(message, turn);
    }

    /// <summary>
    /// Ends the sending once everything is sent. RFC 6455 §7.1.1: the server ends the TCP stream first, but reads on until the peer has ended
    /// its side too. Closing a socket with unread bytes sends a reset, and that would overtake the close frame.
    /// </summary>
    public static void EndTurn(in Talk talk, in Turn turn)
    {
        if (!talk.Writer.IsEmpty)
            return;

        ref var intake = ref talk.Parts.Intake;
        if (!intake.IsSendingEnded && talk.Session.State.IsOver())
        {
            intake.IsSendingEnded = true;
            talk.Transport.EndSending();
        }

        if (intake.HasPeerEnded)
            turn.Effects.End(Ending.AllSent);
    }

    // A wake that was asked for while the connection was open may come before the close timeout has passed.
    public override void CheckDeadlines(in Talk talk, in Turn turn)
    {
        var when = talk.Parts.Liveness.WhenToGiveUpClose(turn.Environment.Settings);
        if (turn.Now >= when)
            turn.Effects.End(Ending.CloseTimeout);
        else
            turn.Effects.WakeAt(when);
    }
}
