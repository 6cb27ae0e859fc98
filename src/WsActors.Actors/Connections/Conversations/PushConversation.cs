using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Model;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>A conversation that stays open and in which topics are pushed to the client: a WebSocket or an event stream.</summary>
internal abstract class PushConversation : AcceptedConversation
{
    private protected PushConversation()
    {
    }

    public override ConnectionPhase Phase => ConnectionPhase.Open;

    /// <summary>True if the client answers a ping; otherwise only TCP acknowledges what it is sent.</summary>
    protected abstract bool AnswersPings { get; }

    /// <summary>Shows the connection's frames to a tap, or refuses it.</summary>
    protected abstract void StartTap(ConnectionMessage.StartTap start, in Talk talk, in Turn turn);

    /// <summary>Sends something that the client or its TCP acknowledges.</summary>
    protected abstract void Ping(in Talk talk, in Turn turn);

    public override bool Take(object message, in Talk talk, in Turn turn)
    {
        ref var subscriptions = ref talk.Parts.Subscriptions;
        switch (message)
        {
            case Subscriber.Subscribed subscribed: subscriptions.OnSubscribed(subscribed, turn); break;
            case Subscriber.SubscribeRefused refused: subscriptions.OnRefused(refused, turn); break;
            case Subscriber.Replayed replayed: subscriptions.OnReplayed(replayed, turn); break;
            case Subscriber.TopicLost lost: subscriptions.ReturnTo(lost, turn); break;
            case Subscriber.Announced announced: Announce(announced, talk, turn); break;
            case Subscriber.AnnouncedEarly announced: Announce(announced, talk, turn); break;
            case TopicReply.Published or TopicReply.Refused or BatchAnswers.Answered
                or TopicReply.History or TopicReply.Members or TopicReply.Unknown:
                Answer(message, talk, turn);
                break;
            case Authorized { Request: AuthorizationRequest.Subscribe request, Answer: var result }: subscriptions.OnDecided(request.Request!, result, turn); break;
            case Authorized { Request: AuthorizationRequest.Publish request, Answer: var result }: talk.Parts.Publications.OnDecided(request, result, turn); break;
            case RefreshDecision decision: OnRefreshDecided(decision, talk, turn); break;
            case ConnectionMessage.SubscribeTo command: subscriptions.SubscribeByServer(command, turn); break;
            case ConnectionMessage.UnsubscribeFrom command: Unsubscribing.ByServer(command, ref subscriptions, turn); break;
            case ConnectionMessage.Close close: turn.Effects.End(Ending.Close(close.Code, close.Reason)); break;
            case ConnectionMessage.SayGoodbye goodbye: turn.Effects.End(Ending.Draining(goodbye.Reason, goodbye.ReconnectAfter)); break;
            case ConnectionMessage.MoveAway move: MoveAway(move, turn); break;
            case ConnectionMessage.UseFaults: Injection.Begin(this, talk, turn); break;
            case ConnectionMessage.FaultDue: Injection.Continue(talk, turn); break;
            case ConnectionMessage.StartTap start: StartTap(start, talk, turn); break;
            case ConnectionMessage.EndTap end: Taps.End(end.Tap, talk); break;
            default: return false;
        }

        return true;
    }

    // A delivery may have been told before the topic heard that the client left.
    public override Written Deliver(Subscriber.Deliver deliver, in Talk talk) =>
        talk.Parts.Subscriptions.IsLive(deliver.Topic) ? talk.Writer.Deliver(deliver, talk.Outlet) : Written.Fine;

    public override void CheckDeadlines(in Talk talk, in Turn turn)
    {
        switch (talk.Parts.Liveness.CheckOpen(
            turn.Now, turn.Environment.Settings, talk.Transport, talk.Parts.IsIdle, AnswersPings))
        {
            case LivenessCheck.SendPing: Ping(talk, turn); talk.Parts.Liveness.Pinged(turn.Now); break;
            case LivenessCheck.PeerIsGone: turn.Effects.End(Ending.PongTimeout); return;
            case LivenessCheck.ReaderHasStopped: turn.Effects.End(Ending.SlowConsumer); return;
            case LivenessCheck.IsIdle: turn.Effects.End(Ending.Idle); return;
        }

        if (talk.Parts.IsOld(turn))
        {
            turn.Effects.End(Ending.Rotated);
            return;
        }

        turn.Effects.WakeAt(talk.Parts.NextDeadline(turn));
        talk.Parts.Unfinished.Check(turn, talk.Parts.Intake.IsPaused);
        talk.Parts.Credentials.Check(turn, isOpen: true);
    }

    private static void MoveAway(ConnectionMessage.MoveAway move, in Turn turn)
    {
        if (turn.Identity.IsClient)
            turn.Effects.End(Ending.Moved(move.Reason, move.ReconnectAfter));
        else
            turn.Effects.Tell(turn.Parent, new ConnectionReport.Stays(turn.Id));
    }

    private static void Answer(object reply, in Talk talk, in Turn turn)
    {
        talk.Parts.Publications.OnAnswered();
        switch (reply)
        {
            case TopicReply.Published published: turn.Effects.Answer(Batches.AnswerOf(published, turn.Identity)); break;
            case BatchAnswers.Answered batch: turn.Effects.Answer(Batches.AnswerOf(batch, turn.Identity)); break;
            case TopicReply.History history: turn.Effects.Say(TopicQueries.AnswerOf(history)); break;
            case TopicReply.Members members: turn.Effects.Say(TopicQueries.AnswerOf(members)); break;
            case TopicReply.Unknown unknown: TopicQueries.OnUnknown(unknown, turn); break;
            case TopicReply.Refused refused: turn.Effects.Answer(TopicQueries.AnswerOf(refused)); break;
        }
    }

    // A delivery may have been told before the topic heard that the client left.
    private static void Announce(Subscriber.Announced announced, in Talk talk, in Turn turn)
    {
        if (talk.Parts.Subscriptions.Contains(announced.Topic))
            turn.Effects.Announce(announced);
    }

    private static void Announce(Subscriber.AnnouncedEarly announced, in Talk talk, in Turn turn)
    {
        if (!talk.Parts.Subscriptions.Contains(announced.Topic))
            return;

        foreach (var happened in announced.Events)
            turn.Effects.Say(happened);
    }

    // The client's identity decides what it may do, and it has changed.
    private static void OnRefreshDecided(RefreshDecision decision, in Talk talk, in Turn turn)
    {
        if (decision.Identity is not { } identity)
        {
            turn.Effects.Fail(decision.Request, ErrorCode.InvalidToken, decision.Fault!);
            return;
        }

        ref var credentials = ref talk.Parts.Credentials;
        var former = credentials.Identity;
        if (!credentials.TryRefresh(identity, decision.Request, turn))
            return;

        var refreshed = turn.With(credentials.Identity);
        TokenTopics.LeaveForbidden(ref talk.Parts.Subscriptions, former, refreshed);
        if (talk.Writer.Encoding.Protocol.Traits.HasFlag(ProtocolTraits.ManyTopics))
            TokenTopics.Subscribe(ref talk.Parts.Subscriptions, refreshed);
        credentials.Check(refreshed, isOpen: true);
    }
}
