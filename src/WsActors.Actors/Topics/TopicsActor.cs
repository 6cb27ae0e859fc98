using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// Knows every topic by name. A topic is made by the first subscription or publication and forgotten when nobody
/// has needed it for a while; how many there may be is bounded.
/// </summary>
public sealed partial class TopicsActor : UntypedActor
{
    private readonly TopicSettings _settings;
    private readonly TopicRules _rules;
    private readonly TopicEnvironment _environment;
    private readonly Dictionary<TopicName, TopicEntry> _topics = [];
    private ICancelable? _sweep;

    private TopicsActor(
        TopicSettings settings,
        TopicRules rules,
        NodeClock clock,
        ServerTelemetry telemetry,
        IBackend application,
        TopicStorage? storage)
    {
        _settings = settings;
        _rules = rules;
        _environment = new TopicEnvironment(settings, clock, telemetry) { Application = application, Storage = storage };
    }

    public static Props Props(
        TopicSettings settings,
        TopicRules rules,
        NodeClock clock,
        ServerTelemetry telemetry,
        IBackend? application = null,
        TopicStorage? storage = null) =>
        ActorFactory<TopicsActor>.Props(
            () => new TopicsActor(settings, rules, clock, telemetry, application ?? NoBackend.Instance, storage));

    // A topic that fails is restarted with a new log, and its subscribers hear of it and return. It is not stopped, because
    // subscriptions that are on their way to it then would never be answered.
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(fault => fault is ActorInitializationException ? Directive.Stop : Directive.Restart);

    protected override void PreStart()
    {
        var interval = _settings.ForgetAfter / 2;
        _sweep = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            interval, interval, Self, Sweep.Instance, ActorRefs.NoSender);
    }

    protected override void PostStop()
    {
        _sweep?.Cancel();
        _presenceSweep?.Cancel();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TopicRequest.Publish publish: Publishing(publish); break;
            case PublishBatch batch: PublishingBatch(batch); break;
            case TopicRequest.Subscribe subscribe: Subscribing(subscribe); break;
            case Unsubscribe unsubscribe: Unsubscribing(unsubscribe); break;
            case TopicRequest.GetSnapshot query: QueryingLog(query.Topic, TopicActor.GetSnapshot.Instance); break;
            case TopicRequest.GetSubscribers query: Querying(query.Topic, TopicActor.GetSubscribers.Instance); break;
            case TopicRequest.GetHistory query: QueryingLog(query.Topic, query, query.Request); break;
            case TopicRequest.ClearHistory command: QueryingLog(command.Topic, command); break;
            case GetTopics query: Listing(query); break;
            case TopicRequest.GetMembers query: QueryingByClient(query.Topic, query, query.Request); break;
            case PresenceDue due: OnPresenceDue(due.When); break;
            case SweepPresence: TellDuePresence(); break;
            case SuppressPresence: _hushesPresence = true; break;
            case Leave leave: Departing(leave); break;
            case GoOn: DoALittle(); break;
            case Sweep: AskWhoIsNeeded(); break;
            case BeganAnew topic: CountAnew(topic); break;
            case Vacated topic: OnVacated(topic.Topic); break;
            case Unneeded topic: ForgetIfQuiet(topic); break;
            case Terminated stopped: ForgetFailed(stopped.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    private void Publishing(TopicRequest.Publish publish)
    {
        if (publish.Topic.IsReserved && publish.Source != PublicationSource.Server)
            Refuse(publish, ErrorCode.PublishForbidden, Refusals.Reserved(publish.Topic));
        else if (publish.Source == PublicationSource.Client)
            TellOrMake(publish.Topic, publish);
        else if (FindOrAdd(publish.Topic) is { } topic)
            topic.Forward(publish);
        else
            Refuse(publish, ErrorCode.TooManyTopics, Refusals.TooManyTopics(_settings.MaxTopics));
    }

    private void Subscribing(TopicRequest.Subscribe subscribe)
    {
        if (_rules.For(subscribe.Topic).Subscribe == Permission.Nobody)
            Refuse(subscribe, ErrorCode.SubscribeForbidden, Refusals.SubscribeForbidden(subscribe.Topic));
        else if (subscribe.Topic.IsReserved && !_topics.ContainsKey(subscribe.Topic))
            Refuse(subscribe, ErrorCode.UnknownTopic, Refusals.UnknownReserved(subscribe.Topic));
        else
            TellOrMake(subscribe.Topic, subscribe);
    }

    private void Unsubscribing(Unsubscribe unsubscribe)
    {
        if (_topics.TryGetValue(unsubscribe.Topic, out var topic))
            topic.Topic.Tell(new TopicActor.Unsubscribe(unsubscribe.Subscriber));
        else if (_newTopics.Contains(unsubscribe.Topic))
            _newTopics.Add(unsubscribe.Topic, new TopicActor.Unsubscribe(unsubscribe.Subscriber), unsubscribe.Subscriber);
    }

    private TopicEntry? FindOrAdd(TopicName name)
    {
        if (_topics.TryGetValue(name, out var topic))
            return topic;
        if (_topics.Count >= _settings.MaxTopics)
            return null;

        var props = TopicActor.Props(name, _rules.For(name), _environment);
        topic = new TopicEntry(Context.Watch(Context.ActorOf(props)));
        _topics.Add(name, topic);
        TellWaiting(name, topic);
        return topic;
    }

    private void CountAnew(BeganAnew beganAnew)
    {
        if (_topics.TryGetValue(beganAnew.Topic, out var topic))
            topic.BeganAnew(beganAnew.Handled);
    }

    // What a topic without subscribers still has to hear comes from here: if it has handled all that was forwarded,
    // nothing is on its way, and stopping it loses nothing.
    private void ForgetIfQuiet(Unneeded unneeded)
    {
        if (!_topics.TryGetValue(unneeded.Topic, out var topic) || topic.Forwarded != unneeded.Handled)
            return;

        _topics.Remove(unneeded.Topic);
        Context.Unwatch(topic.Topic);
        Context.Stop(topic.Topic);
    }

    private void ForgetFailed(IActorRef actor)
    {
        foreach (var (name, topic) in _topics)
        {
            if (!topic.Topic.Equals(actor))
                continue;

            _topics.Remove(name);
            return;
        }
    }

    private void Refuse(TopicRequest.Publish publish, string code, string message) =>
        Sender.Tell(new TopicReply.Refused(code, message, publish.Request));

    private static void Refuse(TopicRequest.Subscribe subscribe, string code, string message) =>
        subscribe.Subscriber.Tell(new Subscriber.SubscribeRefused(subscribe, code, message));
}
