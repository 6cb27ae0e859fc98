using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Entering;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Actors.Transport;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>
/// The opening handshake: the session reads the request, the <see cref="Entrance"/> decides, and this answers. It exists only until the
/// client has come in or is refused.
/// </summary>
internal sealed class Handshake(Entrance entrance) : Conversation
{
    /// <summary>A connection that has no transport yet.</summary>
    public static readonly Handshake Unbegun = new(new Entrance(refusal: null, isUncounted: false));

    public override ConnectionPhase Phase => ConnectionPhase.Handshaking;

    public override bool IsReported => false;

    public override bool Take(object message, in Talk talk, in Turn turn)
    {
        switch (message)
        {
            case EntryDecision decision: Proceed(entrance.Advance(decision, turn), talk, turn); break;
            case Authorized { Request: AuthorizationRequest.Enter } authorized: Proceed(entrance.Advance(authorized.Answer), talk, turn); break;
            case TransportEvent.PlainHttpArrived: RefusePlainHttp(talk, turn); break;
            case TransportEvent.TlsFailed failed: OnTlsFailed(failed, turn); break;
            case TransportEvent.ProxyHeaderFailed failed: turn.Effects.End(Ending.ProxyHeaderFailed(failed.Fault)); break;
            case ConnectionMessage.SayGoodbye goodbye: Refuse(HandshakeRefusals.Draining(goodbye.ReconnectAfter), talk, turn); break;
            case ConnectionMessage.Close: Refuse(HandshakeRefusals.Draining(TimeSpan.Zero), talk, turn); break;
            default: return NotOpen.Take(message, turn);
        }

        return true;
    }

    public override void On(in SessionEvent happened, ReadOnlySpan<byte> behind, in Talk talk, in Turn turn)
    {
        if (happened.Kind == SessionEventKind.Requested)
            Act(entrance.Consider(happened.Request!, behind, talk.Transport.RemoteEndPoint, turn), talk, turn);
        else if (happened.Kind == SessionEventKind.Refused)
            turn.Effects.End(Ending.Refused(happened.Refusal!));
    }

    // A process that stood still finds requests unread that came in time. A peer that sends byte by byte gets no more than twice the time.
    public override void CheckDeadlines(in Talk talk, in Turn turn)
    {
        var (now, timeout) = (turn.Now, turn.Environment.Settings.HandshakeTimeout);
        var isRead = talk.Session.State == SessionState.AwaitingDecision;
        if (!isRead && talk.Transport.HasArrived && now < talk.Parts.Liveness.AcceptedAt + (timeout * 2))
            turn.Effects.WakeAt(now);
        else
            Refuse(HandshakeRefusals.Timeout(timeout), talk, turn);
    }

    public override void OnPeerEnded(in Talk talk, in Turn turn) => turn.Effects.End(Ending.PeerLeft);

    protected override void EndUnfinished(in Talk talk, in Turn turn) =>
        Refuse(Overload.Refuse(TimeSpan.Zero, turn.Environment.Telemetry), talk, turn);

    // The reading goes on where it was left when the answer was awaited.
    private void Proceed(EntranceDecision? decision, in Talk talk, in Turn turn)
    {
        if (decision is null)
            return;

        Act(decision, talk, turn);
        if (entrance.IsDecided)
            turn.Effects.ReadPipelined(entrance.TakePipelined());
    }

    private void Act(EntranceDecision decision, in Talk talk, in Turn turn)
    {
        talk.Parts.Client = entrance.Client;
        talk.Parts.Credentials.Take(entrance.Identity, turn.Environment.Settings);
        switch (decision)
        {
            case EntranceDecision.CountAddress count:
                turn.Effects.Tell(turn.Parent, new ConnectionReport.CountClient(turn.Id, count.Address));
                break;
            case EntranceDecision.CountUser count:
                turn.Effects.Tell(turn.Parent, new ConnectionReport.CountUser(turn.Id, count.User));
                break;
            case EntranceDecision.Refuse refuse:
                Refuse(refuse.Refusal, talk, turn);
                break;
            case EntranceDecision.Answer answer:
                Answer(answer, talk, turn);
                break;
            case EntranceDecision.Accept accept:
                turn.Effects.Accept(accept.Request);
                break;
        }
    }

    // The client may see no HTTP status: then it is let in only to be closed with a code. Either way it never was open.
    private static void Refuse(HandshakeRefusal refusal, in Talk talk, in Turn turn)
    {
        if (talk.Session.Undecided is { } request && turn.Environment.VisibleRefusals.Of(request, refusal) is { } byClose)
            talk.Session.Reject(byClose, Replies.OfThread);
        else
            talk.Session.Reject(refusal, Replies.OfThread);
        turn.Effects.End(Ending.Refused(refusal));
    }

    private static void Answer(EntranceDecision.Answer answer, in Talk talk, in Turn turn)
    {
        talk.Session.HandOver();
        talk.Writer.AddReply(turn.Environment.Date.AddedTo(answer.Response.Span));
        turn.Effects.End(Ending.Answered(answer.Outcome));
    }

    // The peer can read no TLS alert, but it can read this. The wait for readability ended with it: the end of the turn begins the next.
    private static void RefusePlainHttp(in Talk talk, in Turn turn)
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
