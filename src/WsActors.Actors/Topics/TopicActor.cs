using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Runtime.Mailboxes;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// One topic: its log numbers what is published, its audiences hear it. Publications reach every subscriber in the
/// order of their offsets, because one actor tells them all.
/// </summary>
public sealed partial class TopicActor : UntypedActor
{
    private readonly TopicName _topic;
    private readonly TopicRule _rule;
    private readonly TopicEnvironment _environment;
    private readonly Audiences _audiences;
    private readonly TopicPresence? _presence;
    private readonly DurableTopic? _durable;
    private TopicLog _log;
    private TimeSpan _neededAt;
    private long _handled;

    private TopicActor(TopicName topic, TopicRule rule, TopicEnvironment environment)
    {
        _topic = topic;
        _rule = rule;
        _environment = environment;
        _log = new TopicLog(TopicEpoch.New(), rule.History.ToLimits());
        _audiences = new Audiences(environment.Telemetry, rule);
        _presence = rule.Presence ? new TopicPresence(environment.Settings.ToPresenceLimits(), environment.Telemetry) : null;
        _durable = rule.History.Durable && environment.Storage is not null ? new DurableTopic() : null;
    }

    public static Props Props(TopicName topic, TopicRule rule, TopicEnvironment environment) =>
        CompactMailbox.Of(ActorFactory<TopicActor>.Props(() => new TopicActor(topic, rule, environment)));

    private TimeSpan Now => _environment.Clock.Now;

    protected override void PreStart()
    {
        _environment.Telemetry.Topics.Added();
        _neededAt = Now;
        LoadLog();
    }

    // A fault of ours: what waits in the mailbox is for the new log, and the parent's count must know where that began.
    protected override void PreRestart(Exception reason, object message)
    {
        Context.Parent.Tell(new TopicsActor.BeganAnew(_topic, _handled));
        HandBackDeferred();
        var isAnswered = message is TopicRequest.Publish publish && IsAnswerGathered(publish.Request);
        base.PreRestart(reason, message);
        if (!isAnswered)
            TopicRefusal.Answer(message, Sender, ErrorCode.InternalError, Refusals.Failed(_topic));
    }

    protected override void PostStop()
    {
        _environment.Telemetry.Topics.Forgotten();
        _environment.Telemetry.Topics.SubscribersRemoved(_audiences.Count);
        ReportHistory(0);
        _keys?.Release();
        _presence?.ReportEnd();

        // What has an offset is told, whatever ended this actor.
        TellJoined();
        RefuseWhatWaits();

        // A topic that nobody needs has no subscribers; with some, this is a fault, and they return to a new log.
        var lost = new Subscriber.TopicLost(_topic, _log.Position);
        foreach (var subscriber in _audiences.All().Concat(_catchingUp))
            subscriber.Tell(lost, ActorRefs.NoSender);
        StopOccupancy();
    }

    protected override void OnReceive(object message)
    {
        // Who comes or goes between two publications is told the one and not the other.
        if (message is not (TopicRequest.Publish or TopicRequest.PublishMany))
            TellJoined();

        if (_durable is null)
            Handle(message);
        else
            HandleDurably(message);
        TellAtTurnsEnd();
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case TopicRequest.Publish publish: _handled++; Publish(publish); break;
            case TopicRequest.PublishMany many: _handled++; PublishAll(many); break;
            case TopicRequest.Subscribe subscribe: _handled++; Subscribe(subscribe); break;
            case TopicRequest.GetHistory query: _handled++; TellHistory(query); break;
            case TopicRequest.ClearHistory: _handled++; ClearHistory(); break;
            case TopicRequest.GetMembers query: _handled++; TellMembers(query); break;
            case TellPresence: TellPresenceNews(); break;
            case GetSnapshot: _handled++; Sender.Tell(Snapshot()); break;
            case GetSubscribers: _handled++; Sender.Tell(new TopicReply.Subscribers(_audiences.All())); break;
            case CatchUp catchUp: Replay(catchUp); break;
            case Unsubscribe unsubscribe: RemoveSubscriber(unsubscribe.Subscriber); break;
            case CheckVacancy: TellIfVacant(); break;
            case CheckNeed: TellIfUnneeded(); break;
            case CheckEmptied: CheckWhetherEmptied(); break;
            default: Unhandled(message); break;
        }
    }

    private void Publish(TopicRequest.Publish publish)
    {
        _neededAt = Now;
        if (_durable is not null)
            PublishOnceStored(publish);
        else if (KnownUnderKey(publish) is { } known)
            AnswerKnown(publish, Sender, known);
        else
            Accept(publish, Sender, _neededAt);
    }

    private void AnswerKnown(TopicRequest.Publish publish, IActorRef publisher, KeyedPublication known)
    {
        if (!known.IsOf(publish.Publication))
        {
            publisher.Tell(new TopicReply.Refused(ErrorCode.IdempotencyKeyReused, Refusals.KeyReused(known.Offset), publish.Request));
            return;
        }

        _environment.Telemetry.Publications.Repeated();
        AnswerWhenTold(publisher, Answer(publish, new TopicPosition(_log.Epoch, known.Offset), subscribers: 0, isRepeated: true));
    }

    /// <summary>Takes a publication into the log and has everyone told.</summary>
    private void Accept(TopicRequest.Publish publish, IActorRef publisher, TimeSpan acceptedAt)
    {
        if (_audiences.IsNothingJoined)
            _oldestAcceptedAt = acceptedAt;

        var position = new TopicPosition(_log.Epoch, _log.Append(publish.Publication, Now));
        BalanceHistory();
        RememberKey(publish, position.Offset);

        // An offset on the wire is for topics that keep history, where a client can return with it.
        var message = new ServerEvent.Message(_topic, publish.Publication, _log.KeepsHistory ? position : null);
        var subscribers = _audiences.Join(message, position.Offset);
        _environment.Telemetry.Publications.Accepted(publish.Source, subscribers);
        AnswerWhenTold(publisher, Answer(publish, position, subscribers, isRepeated: false));
    }

    private TopicReply.Published Answer(TopicRequest.Publish publish, TopicPosition position, int subscribers, bool isRepeated) =>
        new(_topic, position, subscribers, publish.Request) { IsRepeated = isRepeated };

    private void Subscribe(TopicRequest.Subscribe subscribe)
    {
        _log.Expire(Now);
        var recovery = subscribe.Since is null ? null : _log.Recover(subscribe.Since);
        if (recovery is not null)
            _environment.Telemetry.Histories.Recovered(recovery.IsComplete);

        var subscribed = new Subscriber.Subscribed(_topic, Self, _log.Position, recovery, subscribe) { KeepsHistory = _log.KeepsHistory };
        if (subscribed.IsLive)
            AddSubscriber(subscribe);
        else
            _catchingUp.Add(subscribe.Subscriber);
        subscribe.Subscriber.Tell(subscribed);
        Come(subscribe);
        NoteOccupancy();
    }

    private void AddSubscriber(TopicRequest.Subscribe subscribe)
    {
        if (_audiences.Add(subscribe.Subscriber, subscribe.Protocol, subscribe.Compression))
            _environment.Telemetry.Topics.SubscriberAdded();
    }

    private void RemoveSubscriber(IActorRef subscriber)
    {
        _neededAt = Now;
        if (!_catchingUp.Remove(subscriber) && _audiences.Remove(subscriber))
            _environment.Telemetry.Topics.SubscribersRemoved(1);
        Go(subscriber);
        NoteOccupancy();
        TellWhenVacated();
    }

    private TopicSnapshot Snapshot() => new(_topic, _log.Position, _audiences.Count, _rule)
    {
        HistoryMessages = _log.Count,
        HistoryBytes = _log.Bytes,
    };
}
