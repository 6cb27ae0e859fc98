using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections;

/// <summary>What a client missed: fetched page by page while its outbox has room, and said before anything new.</summary>
public sealed partial class ConnectionActor
{
    /// <summary>What part of the outbox bound one history answer may take: it must find room beside what waits.</summary>
    private const int HistoryShare = 4;

    private void CatchUp(IActorRef home, TopicActor.CatchUp next)
    {
        _catchUps ??= new CatchUpQueue();
        _catchUps.Add(home, next);
    }

    /// <summary>At the end of a turn: a reader that keeps up is given the next page.</summary>
    private void ReadOn()
    {
        if (_catchUps is null || _outbox.FirmBytes > _environment.Settings.OutboxBytes / 2)
            return;

        _catchUps.AskNext(_subscriptions, Self);
        if (_catchUps.IsEmpty)
            _catchUps = null;
    }

    // The page joins what waits: a client that returns to five topics is sent one segment instead of eleven. Anything but
    // these two messages sends as ever, so that nothing hangs on the topic.
    private bool IsPageAwaitedAfter(object message) =>
        message is Subscriber.Subscribed or Subscriber.Replayed && _catchUps is { IsAsking: true };

    private void OnReplayed(Subscriber.Replayed replayed)
    {
        var (request, page) = (replayed.Request, replayed.Page);
        _catchUps?.Done(request);
        if (!_subscriptions.Awaits(request))
            return;

        if (page.Missed is { } missed && !TryReport(new ServerEvent.Gap(replayed.Topic, missed), request))
            return;

        foreach (var frame in replayed.Frames)
        {
            CountMessage();
            SendReplayed(frame);
        }

        if (page.IsEnd)
            _subscriptions.BecomeLive(request);
        else
            CatchUp(replayed.TopicRef, new TopicActor.CatchUp(request, page.After));
    }

    // Plain mode cannot report a gap. A client that named the epoch it knew asked to be told, and is closed instead.
    private bool TryReport(ServerEvent.Gap gap, TopicRequest.Subscribe request)
    {
        if (request.Since is not { Epoch: not null } || _encoding.Protocol.Traits.HasFlag(ProtocolTraits.ReportsGaps))
        {
            Say(gap);
            return true;
        }

        CloseByUs(CloseCode.PositionLost, $"{gap.Missed.Reason}: reload your state and connect with its position, or without since");
        return false;
    }

    private void AskHistory(ClientCommand.History command)
    {
        if (ObjectionToReading(command.Topic) is { } denied)
            SayError(command.Id, denied.Code, denied.Message);
        else
            _environment.Topics.Tell(new TopicRequest.GetHistory(
                command.Topic, command.Since, command.Limit, _environment.Settings.OutboxBytes / HistoryShare, command.Id));
    }

    private void OnHistory(TopicReply.History history) =>
        Say(new ServerEvent.History(history.Request, history.Topic, history.Position, history.Page) { Recovered = history.Recovered });

    private void OnUnknownTopic(TopicReply.Unknown unknown) =>
        SayError(unknown.Request, ErrorCode.UnknownTopic, Refusals.UnknownTopic(unknown.Topic));
}
