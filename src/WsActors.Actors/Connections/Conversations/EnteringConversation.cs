using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Entering;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Protocol.Http;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>
/// A conversation with a client that has not come in yet: the <see cref="Entrance"/> decides, and this answers. It exists only until the client
/// has come in or is refused.
/// </summary>
internal abstract class EnteringConversation : Conversation
{
    private protected EnteringConversation(Entrance entrance) => Entrance = entrance;

    public override ConnectionPhase Phase => ConnectionPhase.Handshaking;

    public override bool IsReported => false;

    protected Entrance Entrance { get; }

    /// <summary>Returns the conversation that follows, with the response to its request written.</summary>
    public abstract Conversation Accept(AcceptedRequest accepted, in Talk talk);

    public override bool Take(object message, in Talk talk, in Turn turn)
    {
        switch (message)
        {
            case EntryDecision decision: Proceed(Entrance.Advance(decision, turn), talk, turn); break;
            case Authorized { Request: AuthorizationRequest.Enter } authorized: Proceed(Entrance.Advance(authorized.Answer), talk, turn); break;
            case ConnectionMessage.SayGoodbye goodbye: Refuse(HandshakeRefusals.Draining(goodbye.ReconnectAfter), talk, turn); break;
            default: return NotOpen.Take(message, turn);
        }

        return true;
    }

    public override void OnPeerEnded(in Talk talk, in Turn turn) => turn.Effects.End(Ending.PeerLeft);

    /// <summary>Tells the client why it does not come in, and ends.</summary>
    protected abstract void Refuse(HandshakeRefusal refusal, in Talk talk, in Turn turn);

    /// <summary>Reads on where the reading was left when the decision was awaited.</summary>
    protected abstract void ReadOn(in Turn turn);

    protected override void EndUnfinished(in Talk talk, in Turn turn) =>
        Refuse(Overload.Refuse(TimeSpan.Zero, turn.Environment.Telemetry), talk, turn);

    protected void Act(EntranceDecision decision, in Talk talk, in Turn turn)
    {
        talk.Parts.Client = Entrance.Client;
        talk.Parts.Credentials.Take(Entrance.Identity, turn.Environment.Settings);
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

    /// <summary>Refuses a client whose time is over.</summary>
    /// <param name="talk">The connection.</param>
    /// <param name="turn">The turn.</param>
    protected void CheckTimeout(in Talk talk, in Turn turn)
    {
        // A process that stood still finds requests unread that came in time. A peer that sends byte by byte gets no more than twice the time.
        var (now, timeout) = (turn.Now, turn.Environment.Settings.HandshakeTimeout);
        if (IsReading(talk.Session) && talk.Transport.HasArrived && now < talk.Parts.Liveness.AcceptedAt + (timeout * 2))
            turn.Effects.WakeAt(now);
        else
            Refuse(HandshakeRefusals.Timeout(timeout), talk, turn);
    }

    private void Proceed(EntranceDecision? decision, in Talk talk, in Turn turn)
    {
        if (decision is null)
            return;

        Act(decision, talk, turn);
        if (Entrance.IsDecided)
            ReadOn(turn);
    }

    private static void Answer(EntranceDecision.Answer answer, in Talk talk, in Turn turn)
    {
        talk.Session.HandOver();
        talk.Writer.AddReply(turn.Environment.Date.AddedTo(answer.Response.Span));
        turn.Effects.End(Ending.Answered(answer.Outcome));
    }
}
