using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections;

/// <summary>
/// Pushes over plain HTTP. An event stream is an open connection that only the server speaks on; a poll is a behaviour
/// of its own: it waits for something to answer with, answers, and ends.
/// </summary>
public sealed partial class ConnectionActor
{
    /// <summary>Messages of one poll's answer; who has missed more polls again at once.</summary>
    private const int MaxPolledMessages = ClientCommand.MaxHistoryLimit;

    private void AcceptStream(ConnectionRoute route)
    {
        _session.BeginResponse();
        _outbox.TryAdd(_environment.Date.AddedTo(route.Carrier.Head), int.MaxValue);
        BecomeOpen();
        CheckByNextDeadline();
        Subscribe(route.Topic!, request: null, route.Since);
    }

    private void AcceptPoll(ConnectionRoute route)
    {
        _session.BeginResponse();
        _poll = new PendingPoll(route.Topic!);
        BecomePolling();
        CheckBy(_environment.Clock.Now + _environment.Settings.PollTimeout);
        if (route.Since is null)
            Subscribe(route.Topic!, request: null, since: null);
        else
            AskPolledHistory(route.Topic!, route.Since);
    }

    private void Polling(object message)
    {
        switch (message)
        {
            case Subscriber.Deliver deliver: AnswerPoll(deliver.Parts?[0] ?? deliver.Frame); break;
            case TopicReply.History history: OnPolledHistory(history); break;
            case Subscriber.Subscribed subscribed: OnPollSubscribed(subscribed); break;
            case Subscriber.SubscribeRefused refused: Refuse(PollProtocol.RefusalOf(refused.Code, refused.Message)); break;
            case Subscriber.TopicLost lost: ReturnTo(lost); break;
            case TopicReply.Refused refused: Refuse(PollProtocol.RefusalOf(refused.Code, refused.Message)); break;
            case TopicReply.Unknown unknown: Subscribe(unknown.Topic, request: null, _poll!.Since); break;
            case Subscriber.AnnouncedEarly: break;
            case TransportEvent.Readable: ReceiveAvailable(); break;
            case CheckDeadlines: CheckPollDeadline(); break;
            case Close or SayGoodbye: AnswerPollWithNothing(); break;
            case Cut: StopAbruptly(ConnectionOutcome.Cut); break;
            case GetSnapshot: Sender.Tell(Snapshot()); break;
            case SubscribeTo subscribe: RefuseNotOpen(subscribe.Asker); break;
            case UnsubscribeFrom unsubscribe: RefuseNotOpen(unsubscribe.Asker); break;
            default: Unhandled(message); break;
        }
    }

    private void AskPolledHistory(TopicName topic, SinceRequest since)
    {
        _poll = new PendingPoll(topic) { Since = since };
        _environment.Topics.Tell(
            new TopicRequest.GetHistory(topic, since, MaxPolledMessages, _environment.Settings.OutboxBytes / HistoryShare));
    }

    // Nothing new: what comes from here on is waited for. The subscription begins at this position, so nothing is lost between.
    private void OnPolledHistory(TopicReply.History history)
    {
        if (history.Page.Messages.Count > 0 || history.Page.Missed is not null || _peerEnded)
            AnswerPollWith(history.Position, history.Page);
        else
            Subscribe(history.Topic, request: null, SinceRequest.From(history.Position));
    }

    private void OnPollSubscribed(Subscriber.Subscribed subscribed)
    {
        OnTopicAnswered();
        if (!_subscriptions.TryAnswer(subscribed.Request, subscribed.Topic, subscribed.TopicRef))
            return;

        _poll = new PendingPoll(subscribed.Topic) { Position = subscribed.Position };
        if (!subscribed.IsLive)
            AskPolledHistory(subscribed.Topic, subscribed.Request.Since!);
        else if (subscribed.Recovery?.Missed is { } missed)
            AnswerPollWith(subscribed.Position, new LogPage([], missed, missed.To, IsEnd: true));
        else if (_peerEnded)
            AnswerPollWithNothing();
        else
            _subscriptions.BecomeLive(subscribed.Request);
    }

    private void CheckPollDeadline()
    {
        _checkAt = TimeSpan.MaxValue;
        if (HaveCredentialsEnded)
            Refuse(HandshakeRefusals.InvalidToken(CredentialsEnded));
        else
            AnswerPollWithNothing();
    }

    // It sends nothing more and may still read: it gets what there is, and nothing is waited for. Most have left and take none of it.
    private void OnPollerEnded()
    {
        _peerEnded = true;
        if (_poll!.Position is not null)
            AnswerPollWithNothing();
    }

    // The position tells the client from where to poll on; it is not known yet where the topic has not answered.
    private void AnswerPollWithNothing()
    {
        var after = _poll!.Position?.Offset ?? 0;
        AnswerPollWith(_poll.Position, new LogPage([], Missed: null, after, IsEnd: true));
    }

    private void AnswerPollWith(TopicPosition? position, LogPage page) =>
        AnswerPoll(_encoding.Encode(((PollProtocol)_encoding.Protocol).AnswerOf(_poll!.Topic, position, page))!);

    private void AnswerPoll(byte[] answer)
    {
        CountMessage();
        _outbox.TryAdd(_environment.Date.AddedTo(answer), int.MaxValue);
        _session.EndResponse();
        EndWith(ConnectionOutcome.Closed);
    }

    /// <summary>Answers a request that needs no decision: the connection was never open, and no other actor hears of it.</summary>
    /// <param name="response">The whole response but its Date.</param>
    /// <param name="outcome">How the handshake is counted.</param>
    private void AnswerAtOnce(ReadOnlySpan<byte> response, string outcome)
    {
        _session.BeginResponse();
        _outbox.TryAdd(_environment.Date.AddedTo(response), int.MaxValue);
        _session.EndResponse();
        RecordHandshake(outcome);
        EndWith(ConnectionOutcome.Closed);
    }

    private void EndStream(CloseCode code, string reason)
    {
        if (_encoding.EncodeEnd(new ServerEvent.Ended(code, reason)) is { } end)
            _outbox.TryAdd(end, int.MaxValue);
        _session.EndResponse();
    }

    /// <summary>A poll that waits.</summary>
    private sealed record PendingPoll(TopicName Topic)
    {
        /// <summary>What the client has, while the topic is asked for what follows.</summary>
        public SinceRequest? Since { get; init; }

        /// <summary>Where the topic's log stood when the subscription began.</summary>
        public TopicPosition? Position { get; init; }
    }
}
