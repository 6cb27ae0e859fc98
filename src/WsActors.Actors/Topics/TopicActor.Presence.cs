using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Topics;

/// <summary>Who is there, where the rule has it known. The parent wakes the topic when there is something to tell.</summary>
public sealed partial class TopicActor
{
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        BeginPresenceAnew();
    }

    private void Come(TopicRequest.Subscribe subscribe)
    {
        if (_presence is null)
            return;

        _presence.Come(subscribe);
        AfterPresenceChange();
    }

    private void Go(IActorRef subscriber)
    {
        if (_presence is null)
            return;

        _presence.Go(subscriber, Now);
        AfterPresenceChange();
    }

    private void TellPresenceNews()
    {
        if (_presence is null)
            return;

        if (_presence.Tell(Now) is { } news)
            TellAllWhoListen(news.EventsOf(_topic));
        AfterPresenceChange();
    }

    // Who still catches up is told as well: it may have asked who is there already.
    private void TellAllWhoListen(IReadOnlyList<ServerEvent> events)
    {
        _audiences.Announce(_topic, events, Self);
        foreach (var subscriber in _catchingUp)
            subscriber.Tell(new Subscriber.AnnouncedEarly(_topic, events));
    }

    private void TellMembers(TopicRequest.GetMembers query) => Sender.Tell(_presence is null
        ? new TopicReply.Refused(ErrorCode.NoPresence, Refusals.NoPresence(_topic), query.Request)
        : new TopicReply.Members(_topic, _presence.Read(query), query.Request));

    private void AfterPresenceChange()
    {
        _presence!.Report();
        if (_presence.IsDueEarlier(out var when))
            Context.Parent.Tell(new TopicsActor.PresenceDue(when));
    }

    // The clients know those that the lost log has told; who of them did not come back, this log cannot say.
    private void BeginPresenceAnew()
    {
        if (_presence is null)
            return;

        _presence.BeginAnew(Now);
        AfterPresenceChange();
    }
}
