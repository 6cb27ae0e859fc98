using Akka.Actor;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Runtime.Mailboxes;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.FanOut;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Passivation;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// One topic on this node. Its home numbers and keeps publications; its fan-out delivers them to this node's subscribers. While the home loads its log, requests wait.
/// </summary>
public sealed class TopicActor : UntypedActor, IPageReader
{
    private readonly TopicName _topic;
    private readonly TopicEnvironment _environment;
    private readonly TopicFanOut _fanOut;
    private readonly ITopicHome _home;

    // Null if the rule has no events, and unless messages have waited for the log: other topics pay nothing for these.
    private readonly Occupancy? _occupancy;
    private FollowedRule _rule;
    private DeferredMessages? _deferred;
    private TopicUse _use;

    private TopicActor(TopicName topic, TopicRule rule, TopicEnvironment environment)
    {
        (_topic, _rule, _environment) = (topic, new FollowedRule(rule), environment);
        _fanOut = new TopicFanOut(topic, rule, environment, Context.System.Scheduler, Self);
        _home = TopicHomes.Make(topic, rule, environment, _fanOut, this, Self);
        _occupancy = rule.Events && _home is not ReplicatedHome ? new Occupancy(topic, environment, Context.System.Scheduler, Self) : null;
    }

    public static Props Props(TopicName topic, TopicRule rule, TopicEnvironment environment) =>
        CompactMailbox.Of(ActorFactory<TopicActor>.Props(() => new TopicActor(topic, rule, environment)));

    private TimeSpan Now => _environment.Clock.Now;
    private HistoryReader History => new(_topic, _home, _fanOut, _environment.Telemetry, Self);
    private PresenceAnnouncer Presence => new(_topic, _home, Context.Parent);
    private bool IsVacant => _home.IsVacant && !_fanOut.IsOccupied;

    protected override void PreStart()
    {
        _environment.Telemetry.Topics.Added();
        _use = new TopicUse(Now);
        _home.Load();
    }

    // A fault of ours: what waits in the mailbox is for the new log, and the parent's count must know where that began.
    protected override void PreRestart(Exception reason, object message)
    {
        Context.Parent.Tell(new TopicUse.Restarted(_topic, _use.Handled));
        _deferred?.HandBack(Self);
        var isAnswered = message is TopicRequest.Publish publish && _fanOut.IsAnswerPending(Sender, publish.Request);
        base.PreRestart(reason, message);
        if (!isAnswered)
            TopicRefusal.Answer(message, Sender, ErrorCode.InternalError, Refusals.Failed(_topic));
    }

    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Presence.Restart(Now);
    }

    // A publication that has an offset is delivered, also if a fault stops this actor.
    protected override void PostStop()
    {
        _environment.Telemetry.Topics.Forgotten();
        _fanOut.TellJoined();
        _home.Stop();
        _fanOut.Stop(_home.Log.Position);
        _occupancy?.Stop();
    }

    protected override void OnReceive(object message)
    {
        if (!_fanOut.TryTake(message, Sender))
            Take(message);
        var isLast = !((ActorCell)Context).HasMessages;
        _home.EndTurn(isLast);
        _fanOut.EndTurn(isLast);
    }

    private void Take(object message)
    {
        if (_home.IsReady)
            WhenReady(message, Sender);
        else
            WhileLoading(message);
    }

    private void WhileLoading(object message)
    {
        switch (message)
        {
            case StorageAnswer answer: FinishLoading(_home.OnStorage(answer)); break;
            case FeedItem item: FinishLoading(_home.OnFeed(item)); break;
            case TopicUse.CheckIdle or TopicRequest.GetSubscribers: WhenReady(message, Sender); break;
            default: Defer(message, Sender); break;
        }
    }

    private void Defer(object message, IActorRef sender)
    {
        // If the log could not be loaded before, the next message has it tried again.
        if ((_deferred ??= new DeferredMessages(_environment.Storage)).TryAdd(message, sender, out var fault))
            _home.Load();
        else
            Refuse(message, sender, fault);
    }

    private void FinishLoading(StorageFault? fault)
    {
        while ((_home.IsReady || fault is not null) && _deferred?.TryTake(out var message, out var sender) == true)
        {
            // They come behind what the home has just sent, which a subscriber that is live at once must not get.
            _fanOut.TellJoined();
            if (fault is null)
                WhenReady(message, sender);
            else
                Refuse(message, sender, fault);
        }
    }

    private void Refuse(object message, IActorRef sender, StorageFault fault)
    {
        if (TopicRefusal.Answer(message, sender, fault.Code, fault.Message))
            _use.Count();
    }

    private void WhenReady(object message, IActorRef sender)
    {
        if (_rule.TryFollow(_environment, _topic))
            _home.Use(_rule.Rule.History, Now);
        switch (message)
        {
            case TopicRequest.Subscribe subscribe when !_home.MayRecover(subscribe.Since): Defer(subscribe, sender); break;
            case TopicRequest request: _use.Count(); Handle(request, sender); break;
            case CatchUp catchUp: History.Read(catchUp, sender); break;
            case Unsubscribe unsubscribe: RemoveSubscriber(unsubscribe.Subscriber); break;
            case PresenceSchedule.Woken: Presence.Announce(_fanOut, Now); break;
            case Describe: sender.Tell(Snapshot()); break;
            case Occupancy.Check: _occupancy?.CheckVacated(); break;
            case TopicUse.CheckVacancy: PassivateIf(IsVacant); break;
            case TopicUse.CheckIdle: PassivateIfIdle(); break;
            case StorageAnswer answer: _home.OnStorage(answer); break;
            case FeedItem item: FinishLoading(_home.OnFeed(item)); break;
            default: Unhandled(message); break;
        }
    }

    private void Handle(TopicRequest request, IActorRef replyTo)
    {
        switch (request)
        {
            case TopicRequest.Publish publish: Publish(publish, replyTo); break;
            case TopicRequest.PublishMany many: Publish(many, replyTo); break;
            case TopicRequest.Subscribe subscribe: Subscribe(subscribe); break;
            case TopicRequest.GetHistory query: History.Read(query, replyTo, Now); break;
            case TopicRequest.ClearHistory command: _home.ClearHistory(command, replyTo); break;
            case TopicRequest.GetMembers query: Presence.Answer(query, replyTo); break;
            case TopicRequest.GetSnapshot: replyTo.Tell(Snapshot()); break;
            case TopicRequest.GetSubscribers: replyTo.Tell(new TopicReply.Subscribers(_fanOut.Subscribers())); break;
        }
    }

    private void Publish(TopicRequest.Publish publish, IActorRef replyTo)
    {
        var now = Now;
        _use.Need(now);
        _home.Publish(publish, replyTo, now);
    }

    private void Publish(TopicRequest.PublishMany many, IActorRef replyTo)
    {
        foreach (var publish in many.Publications)
            Publish(publish, replyTo);
    }

    private void Subscribe(TopicRequest.Subscribe subscribe)
    {
        var log = _home.Log;
        log.Expire(Now);
        var recovery = subscribe.Since is null ? null : log.Recover(subscribe.Since);
        if (recovery is not null)
            _environment.Telemetry.Histories.Recovered(recovery.IsComplete);

        var subscribed = new Subscriber.Subscribed(_topic, Self, log.Position, recovery, subscribe) { KeepsHistory = log.KeepsHistory };
        if (subscribed.IsLive)
            _fanOut.Add(subscribe);
        else
            _fanOut.AddCatchingUp(subscribe);
        subscribe.Subscriber.Tell(subscribed);
        _home.OnSubscribers(_fanOut.Count);
        Presence.Join(subscribe);
        _occupancy?.Note(_fanOut.IsOccupied);
    }

    private void RemoveSubscriber(IActorRef subscriber)
    {
        _use.Need(Now);
        _fanOut.Remove(subscriber);
        _home.OnSubscribers(_fanOut.Count);
        Presence.Leave(subscriber, Now);
        _occupancy?.Note(_fanOut.IsOccupied);
        if (IsVacant)
            Context.Parent.Tell(new TopicUse.Idle(_topic));
    }

    private void PassivateIfIdle()
    {
        _home.Expire(Now);
        _fanOut.ForgetReplays();
        PassivateIf(!_fanOut.IsOccupied && _home.IsAtRest && _deferred is not { IsEmpty: false }
            && _use.IsIdle(Now, _environment.Settings.ForgetAfter));
    }

    private void PassivateIf(bool mayStop)
    {
        if (mayStop)
            Context.Parent.Tell(new TopicUse.Passivate(_topic, _use.Handled));
    }

    private TopicSnapshot Snapshot() => TopicSnapshot.Of(_topic, _home.Log, _fanOut.Count, _rule.Rule);

    void IPageReader.OnPage(in PageRequest request, LogPage? page, StorageFault? fault) => History.OnPage(request, page, fault);
    void IPageReader.OnPageLost(in PageRequest request, StorageFault fault) => HistoryReader.OnPageLost(request, fault);

    /// <summary>Ends an established subscription.</summary>
    public sealed record Unsubscribe(IActorRef Subscriber);

    /// <summary>Asks for the next page of what a returning subscriber missed. Answered by <see cref="Subscriber.Replayed"/>.</summary>
    /// <param name="Request">The subscription that is catching up.</param>
    /// <param name="After">The last offset that it has.</param>
    public sealed record CatchUp(TopicRequest.Subscribe Request, long After);

    /// <summary>Describes the topic for a list of topics; not counted as a request. Answered by <see cref="TopicSnapshot"/>.</summary>
    public sealed record Describe
    {
        public static readonly Describe Instance = new();
    }
}
