using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>A long poll: it waits for something to answer with, answers, and ends.</summary>
internal sealed class PollConversation(TopicName topic) : AcceptedConversation
{
    /// <summary>Messages of one answer; a client that has missed more polls again at once.</summary>
    private const int MaxMessages = ClientCommand.MaxHistoryLimit;

    private TopicName _topic = topic;

    // The client's position, while the topic is asked for what follows.
    private SinceRequest? _since;

    // Where the topic's log stood when the subscription began.
    private TopicPosition? _position;
    private bool _peerEnded;

    public override ConnectionPhase Phase => ConnectionPhase.Polling;

    // A poll comes and goes with each message: its user did not.
    public override bool IsReported => false;

    protected override void WriteResponse(ConnectionRoute route, HandshakeRequest request, in Talk talk) =>
        talk.Session.HandOver();

    protected override void Welcome(AcceptedRequest accepted, in Talk talk, in Turn turn)
    {
        turn.Effects.WakeAt(turn.Now + turn.Environment.Settings.PollTimeout);
        if (accepted.Route.Since is not { } since)
            talk.Parts.Subscriptions.Subscribe(_topic, request: null, since: null, turn);
        else
            AskHistory(since, turn);
    }

    public override bool Take(object message, in Talk talk, in Turn turn)
    {
        switch (message)
        {
            case TopicReply.History history: OnHistory(history, talk, turn); break;
            case Subscriber.Subscribed subscribed: OnSubscribed(subscribed, talk, turn); break;
            case Subscriber.SubscribeRefused refused: Refuse(PollProtocol.RefusalOf(refused.Code, refused.Message), turn); break;
            case Subscriber.TopicLost lost: talk.Parts.Subscriptions.ReturnTo(lost, turn); break;
            case TopicReply.Refused refused: Refuse(PollProtocol.RefusalOf(refused.Code, refused.Message), turn); break;
            case TopicReply.Unknown: talk.Parts.Subscriptions.Subscribe(_topic, request: null, _since, turn); break;
            case ConnectionMessage.StartTap start: turn.Effects.Tell(start.ReplyTo, ConnectionMessage.Refused.NoFrames); break;
            case ConnectionMessage.Close or ConnectionMessage.SayGoodbye or ConnectionMessage.MoveAway: AnswerNothing(talk, turn); break;
            default: return NotOpen.Take(message, turn);
        }

        return true;
    }

    public override Written Deliver(Subscriber.Deliver deliver, in Talk talk)
    {
        Answer(deliver.Parts?[0] ?? deliver.Frame, talk, Effects.OfThread);
        return Written.Fine;
    }

    public override void CheckDeadlines(in Talk talk, in Turn turn)
    {
        if (talk.Parts.Credentials.HaveExpired(turn.Environment.Clock.UtcNow))
            Refuse(HandshakeRefusals.InvalidToken(Ending.TokenExpired.Reason), turn);
        else
            AnswerNothing(talk, turn);
    }

    // It sends nothing more and may still read: it gets what there is, and nothing is waited for. Most have left and take none of it.
    public override void OnPeerEnded(in Talk talk, in Turn turn)
    {
        _peerEnded = true;
        if (_position is not null)
            AnswerNothing(talk, turn);
    }

    private void AskHistory(SinceRequest since, in Turn turn)
    {
        (_since, _position) = (since, null);
        turn.Effects.Tell(
            turn.Environment.Topics, new TopicRequest.GetHistory(_topic, since, MaxMessages, TopicQueries.MaxAnswerBytes(turn)));
    }

    // Nothing new: what comes from here on is waited for. The subscription begins at this position, so nothing is lost between.
    private void OnHistory(TopicReply.History history, in Talk talk, in Turn turn)
    {
        if (history.Page.Messages.Count > 0 || history.Page.Missed is not null || _peerEnded)
            Answer(history.Position, history.Page, talk, turn);
        else
            talk.Parts.Subscriptions.Subscribe(history.Topic, request: null, SinceRequest.From(history.Position), turn);
    }

    private void OnSubscribed(Subscriber.Subscribed subscribed, in Talk talk, in Turn turn)
    {
        if (!talk.Parts.Subscriptions.TryConfirm(subscribed, turn))
            return;

        (_topic, _since, _position) = (subscribed.Topic, null, subscribed.Position);
        if (!subscribed.IsLive)
            AskHistory(subscribed.Request.Since!, turn);
        else if (subscribed.Recovery?.Missed is { } missed)
            Answer(subscribed.Position, new LogPage([], missed, missed.To, IsEnd: true), talk, turn);
        else if (_peerEnded)
            AnswerNothing(talk, turn);
        else
            talk.Parts.Subscriptions.BecomeLive(subscribed.Request);
    }

    private static void Refuse(HandshakeRefusal refusal, in Turn turn)
    {
        HandshakeResponse.WriteRefused(Replies.OfThread, refusal, turn.Environment.Date);
        turn.Effects.End(Ending.Refused(refusal));
    }

    // The position tells the client from where to poll on; it is not known yet if the topic has not answered.
    private void AnswerNothing(in Talk talk, in Turn turn) =>
        Answer(_position, new LogPage([], Missed: null, _position?.Offset ?? 0, IsEnd: true), talk, turn);

    private void Answer(TopicPosition? position, LogPage page, in Talk talk, in Turn turn)
    {
        var encoding = talk.Writer.Encoding;
        Answer(encoding.Encode(((PollProtocol)encoding.Protocol).AnswerOf(_topic, position, page))!, talk, turn.Effects);
    }

    private static void Answer(byte[] answer, in Talk talk, Effects effects)
    {
        talk.Writer.AddAnswer(talk.Environment.Date.AddedTo(answer));
        effects.End(Ending.PollAnswered);
    }
}
