using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Passivation;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// Forwards requests to topics by name. A topic is made by the first subscription or publication and forgotten when nobody has needed
/// it for a while; how many there may be is bounded.
/// </summary>
public sealed class TopicsActor : UntypedActor
{
    private readonly TopicSettings _settings;
    private readonly TopicRules _rules;
    private readonly TopicEnvironment _environment;
    private readonly TopicTable _topics;
    private readonly PacedWork _work;
    private readonly PresenceSchedule _presence;
    private ICancelable? _sweep;

    private TopicsActor(TopicSettings settings, TopicRules rules, TopicEnvironment environment)
    {
        _settings = settings;
        _rules = rules;
        _environment = environment;
        _topics = new TopicTable(settings, rules, environment, Context);
        _work = new PacedWork(_topics, settings.MaxVacantTopics, Self);
        _presence = new PresenceSchedule(environment.Clock, Context.System.Scheduler, Self);
    }

    public static Props Props(
        TopicSettings settings,
        TopicRules rules,
        NodeClock clock,
        ServerTelemetry telemetry,
        IBackend? backend = null,
        TopicStorage? storage = null) => Props(
        rules,
        new TopicEnvironment(settings, clock, telemetry)
        {
            Backend = backend ?? NoBackend.Instance,
            Storage = storage,
            Rules = rules,
        });

    public static Props Props(TopicRules rules, TopicEnvironment environment) =>
        ActorFactory<TopicsActor>.Props(() => new TopicsActor(environment.Settings, rules, environment));

    // A topic that fails is restarted with a new log, and its subscribers are told and return. It is not stopped, because
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
        _presence.Stop();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TopicRequest request: Forward(request); break;
            case PublishBatch batch: Publish(batch); break;
            case Unsubscribe unsubscribe: _topics.Unsubscribe(unsubscribe.Topic, unsubscribe.Subscriber); break;
            case Leave leave: _work.Leave(leave); break;
            case GetTopics query: List(query); break;
            case PresenceDue due: _presence.Add(Sender, due.When); break;
            case PresenceSchedule.Sweep: _presence.WakeDue(); break;
            case SuppressPresence command: _presence.Suppress(command.IsOn); break;
            case PacedWork.GoOn: _work.Continue(); break;
            case Sweep: _work.CheckIdle(); break;
            case TopicUse.Idle topic: _work.OnIdle(topic.Topic); break;
            case TopicUse.Restarted topic: _topics.Find(topic.Topic)?.OnRestarted(topic.Handled); break;
            case TopicUse.Passivate topic: Passivate(topic); break;
            case Terminated stopped: _topics.RemoveStopped(stopped.ActorRef); break;
            default: Unhandled(message); break;
        }
    }

    private void Forward(TopicRequest request)
    {
        switch (request)
        {
            case not (TopicRequest.Subscribe or TopicRequest.GetSubscribers) when _environment.Buckets is { } buckets && !request.Topic.IsReserved:
                buckets.Forward(request);
                break;
            case TopicRequest.Publish publish: Publish(publish); break;
            case TopicRequest.Subscribe subscribe: Subscribe(subscribe); break;
            case TopicRequest.GetHistory query: AskForLog(query, query.Request); break;
            case TopicRequest.GetSnapshot or TopicRequest.ClearHistory: AskForLog(request, id: null); break;
            case TopicRequest.GetMembers query: AskAwaited(query, query.Request); break;
            default: Ask(request, id: null); break;
        }
    }

    private void Publish(TopicRequest.Publish publish)
    {
        if (publish.Topic.IsReserved && publish.Source != PublicationSource.Server)
            TopicRefusal.Answer(publish, Sender, ErrorCode.PublishForbidden, Refusals.Reserved(publish.Topic));
        else if (publish.Source == PublicationSource.Client)
            ForwardOrMake(publish, Sender);
        else
            ForwardAtOnce(publish, Sender);
    }

    private void Publish(PublishBatch batch)
    {
        foreach (var many in batch.ByTopic)
        {
            if (many.Topic.IsReserved)
                TopicRefusal.Answer(many, batch.ReplyTo, ErrorCode.PublishForbidden, Refusals.Reserved(many.Topic));
            else if (_environment.Buckets is { } buckets)
                buckets.Tell(many, batch.ReplyTo);
            else if (many.Publications[0].Source == PublicationSource.Client)
                ForwardOrMake(many, batch.ReplyTo);
            else
                ForwardAtOnce(many, batch.ReplyTo);
        }
    }

    private void Subscribe(TopicRequest.Subscribe subscribe)
    {
        if (ClosedTopics.ObjectionTo(subscribe, _rules) is { } objection)
            TopicRefusal.Answer(subscribe, Sender, ErrorCode.SubscribeForbidden, objection);
        else if (subscribe.Topic is { IsReserved: true, IsForOperators: false } && _topics.Find(subscribe.Topic) is null)
            TopicRefusal.Answer(subscribe, Sender, ErrorCode.UnknownTopic, Refusals.UnknownReserved(subscribe.Topic));
        else
            ForwardOrMake(subscribe, Sender);
    }

    private void ForwardAtOnce(TopicRequest request, IActorRef replyTo)
    {
        if (_topics.FindOrAdd(request.Topic) is { } topic)
            topic.Forward(request, replyTo);
        else
            TopicRefusal.Answer(request, replyTo, ErrorCode.TooManyTopics, Refusals.TooManyTopics(_settings.MaxTopics));
    }

    // A client's request for a topic that does not exist waits behind those of other clients.
    private void ForwardOrMake(TopicRequest request, IActorRef replyTo)
    {
        if (_topics.Find(request.Topic) is { } topic)
            topic.Forward(request, replyTo);
        else
            _work.MakeTopic(request.Topic, request, replyTo, isLast: !((ActorCell)Context).HasMessages);
    }

    // A durable topic has a log although nobody has needed it since the start: its rule says where to look.
    private void AskForLog(TopicRequest query, RequestId? id)
    {
        if (_environment.Storage is not null && !query.Topic.IsReserved && _rules.For(query.Topic).History.Durable
            && _topics.FindOrAdd(query.Topic) is { } topic)
            topic.Forward(query, Sender);
        else
            AskAwaited(query, id);
    }

    // A client that has just subscribed asks its topic, although that may still have to be made.
    private void AskAwaited(TopicRequest query, RequestId? id)
    {
        if (_topics.IsAwaited(query.Topic))
            _topics.Await(query.Topic, query, Sender);
        else
            Ask(query, id);
    }

    private void Ask(TopicRequest query, RequestId? id)
    {
        if (_topics.Find(query.Topic) is { } topic)
            topic.Forward(query, Sender);
        else
            Sender.Tell(new TopicReply.Unknown(query.Topic, id));
    }

    private void List(GetTopics query)
    {
        var found = _topics.Page(query.Prefix, query.After, query.Limit + 1).ToArray();
        var page = found.Take(query.Limit).ToArray();
        var next = found.Length > query.Limit ? page[^1].Name : null;
        Context.ActorOf(GatherActor<TopicSnapshot>.Props(
            [.. page.Select(topic => topic.TopicRef)],
            TopicActor.Describe.Instance,
            snapshots => new TopicPage([.. snapshots.OrderBy(topic => topic.Topic.Value, StringComparer.Ordinal)], next),
            Sender));
    }

    private void Passivate(TopicUse.Passivate passivate)
    {
        if (_topics.Find(passivate.Topic) is { } topic && topic.MayStop(passivate.Handled))
            _topics.Stop(passivate.Topic, topic);
    }

    /// <summary>
    /// Takes back a <see cref="TopicRequest.Subscribe"/> that has not been answered yet. It goes the same way, so it arrives behind it;
    /// an established subscription is ended by <see cref="TopicActor.Unsubscribe"/> to the topic itself.
    /// </summary>
    public sealed record Unsubscribe(TopicName Topic, IActorRef Subscriber);

    /// <summary>A subscriber leaves many topics at once, and returns to none of them.</summary>
    /// <param name="Subscriber">The subscriber.</param>
    /// <param name="Topics">The topics; without the actor if it has not answered the subscription yet.</param>
    public sealed record Leave(IActorRef Subscriber, IReadOnlyList<(TopicName Topic, IActorRef? TopicRef)> Topics);

    /// <summary>A page of the topics whose names come after <paramref name="After"/> in ordinal order. Answered by <see cref="TopicPage"/>.</summary>
    /// <param name="Prefix">Only names that begin so; empty for all.</param>
    /// <param name="Limit">At most so many, 1 to 1,000.</param>
    /// <param name="After">The cursor of the page before; null for the first page.</param>
    public sealed record GetTopics(string Prefix, int Limit, string? After);

    /// <param name="Topics">In ordinal order of their names.</param>
    /// <param name="Next">The cursor of the next page; null if this is the last.</param>
    public sealed record TopicPage(IReadOnlyList<TopicSnapshot> Topics, string? Next);

    /// <summary>A topic asks to be told <see cref="PresenceSchedule.Woken"/> at <paramref name="When"/>.</summary>
    public sealed record PresenceDue(TimeSpan When);

    /// <summary>Announces no member's leaving any more: the node goes away, and all its clients with it.</summary>
    /// <param name="IsOn">False to announce them again, because the node stays.</param>
    public sealed record SuppressPresence(bool IsOn)
    {
        public static readonly SuppressPresence Instance = new(IsOn: true);
    }

    private sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }
}
