using Akka.Actor;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.FanOut;

/// <summary>
/// Delivers a topic's publications to its subscribers on this node. Publications leave at the end of a turn. While more of them wait in
/// the mailbox, or subscribers have not taken the last ones (<see cref="FanOutPace"/>), they are joined, and one message then brings all
/// of them to a subscriber, which is where a busy topic spends its time.
/// </summary>
internal sealed class TopicFanOut : ITopicFollower
{
    /// <summary>Bytes of one group from which on nothing more is joined: as much as a connection sends at once.</summary>
    private const int MaxJoinedBytes = 64 * 1024;

    /// <summary>Publications joined at most, so that none waits long for later ones.</summary>
    private const int MaxJoined = 64;

    // Publications joined during a fan-out, and their bytes, from which on publishers wait for it. With more, each of them would take longer to
    // reach the subscribers, while CPU per delivery hardly falls.
    private const int MaxAhead = 16;
    private const int MaxBytesAhead = 16 * 1024;

    private readonly TopicName _topic;
    private readonly IScheduler _scheduler;
    private readonly IActorRef _self;
    private readonly ServerTelemetry _telemetry;
    private readonly bool _keepsHistory;
    private FanOutGroups _groups;
    private Dictionary<IActorRef, TopicRequest.Subscribe>? _catchingUp;

    // Null until a fan-out goes to many.
    private FanOutPace? _pace;

    // Requests since the last fan-out, and the answers to them that have not been sent.
    private int _joined;
    private List<(IActorRef Publisher, TopicReply.Published Answer)>? _answers;
    private TimeSpan _oldestAcceptedAt;

    // The trace contexts of joined publications; null unless some are traced.
    private List<string>? _traced;

    public TopicFanOut(TopicName topic, TopicRule rule, TopicEnvironment environment, IScheduler scheduler, IActorRef self)
    {
        _topic = topic;
        _scheduler = scheduler;
        _self = self;
        _telemetry = environment.Telemetry;
        _groups = new FanOutGroups(environment.Telemetry, rule, environment.TellsOffsets);
        _keepsHistory = rule.History.ToLimits().KeepsAny;
    }

    /// <summary>Live subscribers.</summary>
    public int Count => _groups.Count;

    public bool IsOccupied => _catchingUp is { Count: > 0 } || _groups.Count > 0;

    public IActorRef[] Subscribers() => _groups.All();

    /// <summary>Makes a subscriber live: it gets every later publication.</summary>
    public void Add(TopicRequest.Subscribe subscribe)
    {
        if (_groups.Add(subscribe.Subscriber, subscribe.Encoding, subscribe.Compression))
            _telemetry.Topics.SubscriberAdded();
    }

    /// <summary>Adds a subscriber that fetches what it missed page by page. It gets no publications until it has the last page, which holds them.</summary>
    public void AddCatchingUp(TopicRequest.Subscribe subscribe) =>
        (_catchingUp ??= new(ReferenceEqualityComparer.Instance))[subscribe.Subscriber] = subscribe;

    /// <summary>True if this very subscription catches up: its subscriber may have left and come again.</summary>
    public bool IsCatchingUp(TopicRequest.Subscribe subscribe) =>
        _catchingUp is not null && _catchingUp.TryGetValue(subscribe.Subscriber, out var current) && ReferenceEquals(current, subscribe);

    /// <summary>The subscriber has its last page and is live from now on.</summary>
    public void FinishCatchUp(TopicRequest.Subscribe subscribe)
    {
        RemoveCatchingUp(subscribe.Subscriber);
        Add(subscribe);
    }

    public void Remove(IActorRef subscriber)
    {
        _pace?.Remove(subscriber);
        if (!RemoveCatchingUp(subscriber) && _groups.Remove(subscriber))
            _telemetry.Topics.SubscribersRemoved(1);
    }

    public void Append(TopicRequest.Publish publish, TopicPosition position, IActorRef replyTo, TimeSpan acceptedAt)
    {
        var subscribers = Join(publish.Publication, position, acceptedAt, publish.Traceparent);
        _telemetry.Publications.Accepted(publish.Source, subscribers);
        Join(replyTo, new TopicReply.Published(_topic, position, subscribers, publish.Request));
    }

    public void Deliver(Publication publication, TopicPosition position, TimeSpan acceptedAt, string? traceparent)
    {
        _telemetry.Publications.Delivered(Join(publication, position, acceptedAt, traceparent));
        _joined++;
    }

    public void Repeat(TopicRequest.Publish publish, TopicPosition position, IActorRef replyTo)
    {
        TellIfEnough();
        Join(replyTo, new TopicReply.Published(_topic, position, Subscribers: 0, publish.Request) { IsRepeated = true });
    }

    /// <summary>True if the publisher's request is appended and will be answered.</summary>
    public bool IsAnswerPending(IActorRef publisher, RequestId? request) =>
        _answers?.Exists(entry => ReferenceEquals(entry.Publisher, publisher) && entry.Answer.Request == request) == true;

    /// <summary>Takes a message of the pace. Any other message that is not a publication first has the joined publications told.</summary>
    /// <returns>True if the message is taken.</returns>
    public bool TryTake(object message, IActorRef sender)
    {
        switch (message)
        {
            case Subscriber.DeliveryProbe probe: _pace?.OnTaken(probe, sender); return true;
            case FanOutPace.TimedOut: _pace?.OnTimeout(); return true;
            case TopicRequest.Publish or TopicRequest.PublishMany or FeedItem.Published or StorageAnswer { Request: StorageRequest.Append }: return false;
            default: TellJoined(); return false;
        }
    }

    /// <summary>
    /// The topic's turn ends. Joined publications are told now or, while the last fan-out is under way, later. Publishers are answered in both
    /// cases, because their publications have offsets. If much is joined they wait too, so that they publish no faster than subscribers receive.
    /// </summary>
    /// <param name="isLast">True if no more messages wait in the mailbox.</param>
    public void EndTurn(bool isLast)
    {
        var isHolding = _pace is { IsHolding: true };
        if (IsJoined(MaxJoined, MaxJoinedBytes) || (isLast && !isHolding))
            TellJoined();
        else if (isLast && !IsJoined(MaxAhead, MaxBytesAhead))
            Answer();
    }

    /// <summary>Tells every subscriber what was joined, then answers the publishers.</summary>
    public void TellJoined()
    {
        if (_joined == 0)
            return;

        var isToldToSome = !_groups.IsNothingJoined;
        var span = _traced is { } traced ? PublicationTracing.BeginDelivery(_topic, traced, _joined, _groups.Count) : null;
        _groups.Tell(_topic, _oldestAcceptedAt, _self);
        PublicationTracing.End(span);
        if (isToldToSome && _groups.Count >= FanOutPace.MinSubscribers)
            (_pace ??= new FanOutPace(_scheduler, _self)).Begin(_groups);
        (_joined, _traced) = (0, null);
        Answer();
    }

    /// <summary>Tells every subscriber these events. A client that still catches up may have listed the members already, so it is told as well.</summary>
    public void Announce(IReadOnlyList<ServerEvent> events)
    {
        _groups.Announce(_topic, events, _self);
        foreach (var subscriber in CatchingUp)
            subscriber.Tell(new Subscriber.AnnouncedEarly(_topic, events));
    }

    /// <summary>Encodes messages of the history as the frames of one subscriber.</summary>
    /// <param name="epoch">The log's epoch.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="subscribe">The subscription that catches up.</param>
    /// <param name="isShared">True if the frames are kept for others: not those of messages that had to leave memory.</param>
    public IReadOnlyList<byte[]> Replay(
        string epoch, IReadOnlyList<LoggedMessage> messages, TopicRequest.Subscribe subscribe, bool isShared) =>
        _groups.Replay(_topic, epoch, messages, subscribe, isShared);

    public void ForgetReplays() => _groups.ForgetReplays();

    public void Restart(TopicPosition last)
    {
        TellJoined();
        Stop(last);
        (_pace, _catchingUp) = (null, null);
        _groups.Clear();
    }

    /// <summary>The topic stops. If it still has subscribers it has failed, and they return to a new log.</summary>
    public void Stop(TopicPosition last)
    {
        _pace?.Stop();
        _telemetry.Topics.SubscribersRemoved(_groups.Count);
        var lost = new Subscriber.TopicLost(_topic, last);
        foreach (var subscriber in _groups.All().Concat(CatchingUp))
            subscriber.Tell(lost, ActorRefs.NoSender);
    }

    private IEnumerable<IActorRef> CatchingUp => _catchingUp is null ? [] : _catchingUp.Keys;

    private bool IsJoined(int publications, int bytes) => _joined >= publications || _groups.JoinedBytes >= bytes;

    private void TellIfEnough()
    {
        if (IsJoined(MaxJoined, MaxJoinedBytes))
            TellJoined();
    }

    private int Join(Publication publication, TopicPosition position, TimeSpan acceptedAt, string? traceparent)
    {
        TellIfEnough();
        if (_groups.IsNothingJoined)
            _oldestAcceptedAt = acceptedAt;
        if (traceparent is not null)
            (_traced ??= []).Add(traceparent);

        // Only where the topic keeps history can a client return with an offset.
        var subscribers = _groups.Join(new ServerEvent.Message(_topic, publication, _keepsHistory ? position : null), position.Offset);
        _telemetry.Sample.Published(_topic, subscribers, publication.Payload.Length);
        return subscribers;
    }

    private void Join(IActorRef publisher, TopicReply.Published answer)
    {
        _joined++;
        (_answers ??= []).Add((publisher, answer));
    }

    private void Answer()
    {
        if (_answers is null)
            return;

        foreach (var (publisher, answer) in _answers)
            publisher.Tell(answer, _self);
        _answers.Clear();
    }

    private bool RemoveCatchingUp(IActorRef subscriber) => _catchingUp?.Remove(subscriber) == true;
}
