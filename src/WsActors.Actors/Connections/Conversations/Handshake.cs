using WsActors.Actors.Connections.Entering;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Transport;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>The opening handshake: the session reads the request, and the <see cref="Entrance"/> decides.</summary>
internal sealed class Handshake(Entrance entrance) : EnteringConversation(entrance)
{
    /// <summary>A connection that has no transport yet.</summary>
    public static readonly Handshake Unbegun = new(new Entrance(refusal: null, isUncounted: false));

    // Until a request is decided, what follows it stays in the socket.
    public override bool IsReading(ServerSession session) => session.State != SessionState.AwaitingDecision;

    public override Conversation Accept(AcceptedRequest accepted, in Talk talk)
    {
        var conversation = AcceptedConversation.Accept(accepted, talk);
        return accepted.HasCredentialsInBand ? new InBandHandshake(Entrance, conversation) : conversation;
    }

    public override bool Take(object message, in Talk talk, in Turn turn)
    {
        switch (message)
        {
            case TransportEvent.PlainHttpArrived: RefusePlainHttp(talk, turn); break;
            case TransportEvent.TlsFailed failed: OnTlsFailed(failed, turn); break;
            case TransportEvent.ProxyHeaderFailed failed: turn.Effects.End(Ending.ProxyHeaderFailed(failed.Fault)); break;
            case ConnectionMessage.Close: Refuse(HandshakeRefusals.Draining(TimeSpan.Zero), talk, turn); break;
            default: return base.Take(message, talk, turn);
        }

        return true;
    }

    public override void On(in SessionEvent happened, ReadOnlySpan<byte> behind, in Talk talk, in Turn turn)
    {
        if (happened.Kind == SessionEventKind.Requested)
            Act(Entrance.Consider(happened.Request!, behind, talk.Transport.RemoteEndPoint, turn), talk, turn);
        else if (happened.Kind == SessionEventKind.Refused)
            turn.Effects.End(Ending.Refused(happened.Refusal!));
    }

    public override void CheckDeadlines(in Talk talk, in Turn turn) => CheckTimeout(talk, turn);

    // The client may see no HTTP status: then it is let in only to be closed with a code. Either way it never was open.
    protected override void Refuse(HandshakeRefusal refusal, in Talk talk, in Turn turn)
    {
        if (talk.Session.Undecided is { } request && turn.Environment.VisibleRefusals.Of(request, refusal) is { } byClose)
            talk.Session.Reject(byClose, Replies.OfThread);
        else
            talk.Session.Reject(refusal, Replies.OfThread);
        turn.Effects.End(Ending.Refused(refusal));
    }

    protected override void ReadOn(in Turn turn) => turn.Effects.ReadPipelined(Entrance.TakePipelined());

    // The peer can read no TLS alert, but it can read this. The wait for readability ended with it: the end of the turn begins the next.
    private void RefusePlainHttp(in Talk talk, in Turn turn)
    {
        Refuse(HandshakeRefusals.TlsRequired, talk, turn);
        talk.Parts.Intake.IsPaused = true;
    }

    private static void OnTlsFailed(TransportEvent.TlsFailed failed, in Turn turn)
    {
        if (failed.Name == TlsFault.Overloaded)
            turn.Environment.Telemetry.Connections.Refused("overloaded");
        turn.Effects.End(Ending.TlsFailed(failed.Name, failed.Reason));
    }
}
