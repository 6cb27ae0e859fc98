using Akka.Actor;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Protocol.Push;
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
    private readonly TimeSpan _forgetAfter;
    private readonly NodeClock _clock;
    private readonly ServerTelemetry _telemetry;
    private readonly TopicLog _log = new(TopicEpoch.New());
    private readonly Audiences _audiences = new();
    private TimeSpan _neededAt;
    private long _handled;

    private TopicActor(
        TopicName topic, TopicRule rule, TimeSpan forgetAfter, NodeClock clock, ServerTelemetry telemetry)
    {
        _topic = topic;
        _rule = rule;
        _forgetAfter = forgetAfter;
        _clock = clock;
        _telemetry = telemetry;
    }

    public static Props Props(
        TopicName topic, TopicRule rule, TimeSpan forgetAfter, NodeClock clock, ServerTelemetry telemetry) =>
        Producer<TopicActor>.Props(() => new TopicActor(topic, rule, forgetAfter, clock, telemetry));

    protected override void PreStart()
    {
        _telemetry.TopicAdded();
        _neededAt = _clock.Now;
    }

    // A fault of ours: what waits in the mailbox is for the new log, and the parent's count must know where that began.
    protected override void PreRestart(Exception reason, object message)
    {
        Context.Parent.Tell(new TopicsActor.BeganAnew(_topic, _handled));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _telemetry.TopicForgotten();
        _telemetry.SubscribersRemoved(_audiences.Count);

        // A topic that nobody needs has no subscribers; with some, this is a fault, and they return to a new log.
        var lost = new Subscriber.TopicLost(_topic, _log.Position);
        foreach (var subscriber in _audiences.All())
            subscriber.Tell(lost, ActorRefs.NoSender);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TopicsActor.Publish publish: _handled++; Publish(publish); break;
            case TopicsActor.Subscribe subscribe: _handled++; Subscribe(subscribe); break;
            case GetSnapshot: _handled++; Sender.Tell(Snapshot()); break;
            case GetSubscribers: _handled++; Sender.Tell(new Subscribers(_audiences.All())); break;
            case Unsubscribe unsubscribe: RemoveSubscriber(unsubscribe.Who); break;
            case CheckNeed: TellIfUnneeded(); break;
            default: Unhandled(message); break;
        }
    }

    private void Publish(TopicsActor.Publish publish)
    {
        _neededAt = _clock.Now;
        var offset = _log.Append();

        // No offset on the wire: it is for topics that keep history, where a client can return with it.
        var message = new ServerEvent.Message(_topic, publish.Publication, Offset: null);
        var subscribers = _audiences.Deliver(_topic, message, _neededAt, Self);
        _telemetry.Published(publish.Source, subscribers);
        Sender.Tell(new Published(_topic, new TopicPosition(_log.Epoch, offset), subscribers, publish.Request));
    }

    private void Subscribe(TopicsActor.Subscribe subscribe)
    {
        if (_audiences.Add(subscribe.Who, subscribe.Protocol))
            _telemetry.SubscriberAdded();

        var recovery = subscribe.Since is null ? null : _log.Recover(subscribe.Since);
        if (recovery is not null)
            _telemetry.Recovered(recovery.IsComplete);
        subscribe.Who.Tell(new Subscriber.Subscribed(_topic, Self, _log.Position, recovery, subscribe));
    }

    private void RemoveSubscriber(IActorRef subscriber)
    {
        if (!_audiences.Remove(subscriber))
            return;

        _telemetry.SubscribersRemoved(1);
        _neededAt = _clock.Now;
    }

    private TopicSnapshot Snapshot() => new(_topic, _log.Position, _audiences.Count, _rule);

    private void TellIfUnneeded()
    {
        if (_audiences.Count == 0 && _clock.Now - _neededAt >= _forgetAfter)
            Context.Parent.Tell(new TopicsActor.Unneeded(_topic, _handled));
    }
}
