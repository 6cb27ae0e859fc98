using Akka.Actor;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>
/// The home of a topic that is somewhere in the cluster, as a node with subscribers sees it. It keeps a copy of the log, so that clients that return are
/// served here, and asks the home how far the topic is before it tells a client that a message is unknown.
/// </summary>
internal sealed class ReplicatedHome : ITopicHome
{
    // Under a steady stream of returning clients the home would be asked again and again.
    private const int MaxConfirmations = 3;

    private readonly TopicName _topic;
    private readonly TopicRule _rule;
    private readonly TopicEnvironment _environment;
    private readonly ITopicFollower _follower;
    private readonly IActorRef _self;
    private readonly IActorRef _buckets;
    private readonly IPageReader _reader;
    private List<LoggedMessage>? _loading;
    private UnloadedRange? _unloaded;

    // Null unless messages are read from the store.
    private StoredReads? _reads;
    private bool _isOpened;
    private bool _isConfirmed;
    private int _confirmations;
    private int _deferred;
    private int _subscribers;
    private bool _isCountDue;
    private long _reportedBytes;

    /// <param name="topic">The topic.</param>
    /// <param name="rule">Its rule.</param>
    /// <param name="environment">The environment that all topics share.</param>
    /// <param name="follower">Delivers to the subscribers of this node.</param>
    /// <param name="reader">Gets the pages that were read from the store.</param>
    /// <param name="self">The topic's actor.</param>
    public ReplicatedHome(
        TopicName topic, TopicRule rule, TopicEnvironment environment, ITopicFollower follower, IPageReader reader, IActorRef self)
    {
        _topic = topic;
        _rule = rule;
        _environment = environment;
        _follower = follower;
        _reader = reader;
        _self = self;
        _buckets = environment.Buckets!;
        Log = new TopicLog(TopicEpoch.New());
    }

    public bool IsReady { get; private set; }

    public TopicLog Log { get; private set; }

    // The home has them.
    public TopicPresence? Presence => null;

    public bool IsVacant => true;

    public bool IsAtRest => _reads is null;

    public void Load()
    {
        _deferred++;
        if (_isOpened)
            return;

        _isOpened = true;
        _buckets.Tell(new LocalTopic.Open(_topic, _self), _self);
    }

    public void Publish(TopicRequest.Publish publish, IActorRef replyTo, TimeSpan now) => _buckets.Tell(publish, replyTo);

    public void ClearHistory(TopicRequest.ClearHistory command, IActorRef replyTo) => _buckets.Tell(command, replyTo);

    public LogPage? Read(in PageRequest request)
    {
        if (!Log.IsUnloaded(request.Range.After))
            return Log.Read(request.Range.After, request.Range.MaxMessages, request.Range.MaxBytes);

        (_reads ??= new StoredReads(_topic, _environment, _reader, _self)).Add(request, Log);
        return null;
    }

    public void Expire(TimeSpan now)
    {
        Log.Expire(now);
        _environment.Histories.Report(Log.LoadedBytes, ref _reportedBytes);
    }

    // The answer to a read for another log comes too late for everyone.
    public StorageFault? OnStorage(StorageAnswer answer)
    {
        if (_reads is null || !ReferenceEquals(answer.Request, _reads.UnderWay))
            return null;

        _reads.Finish(answer, Log);
        if (_reads.IsEmpty)
            _reads = null;
        return null;
    }

    // Another node may have shown messages that are still on their way here.
    public bool MayRecover(SinceRequest? since)
    {
        if (since is null || _isConfirmed || IsCovered(since))
            return true;

        _confirmations = 0;
        Confirm();
        return false;
    }

    public StorageFault? OnFeed(FeedItem item)
    {
        switch (item)
        {
            case FeedItem.Page page when _loading is null && page.IsContinued && page.Head.Epoch == Log.Epoch: Continue(page); break;
            case FeedItem.Page page: Collect(page); break;
            case FeedItem.Published published when _loading is null: Take(published); break;
            case FeedItem.Cleared cleared when cleared.Through.Epoch == Log.Epoch: Log.ClearThrough(cleared.Through.Offset); break;
            case FeedItem.Members members: _follower.Announce(members.News.EventsOf(_topic)); break;
            case FeedItem.Refused refused: return new StorageFault(CauseOf(refused.Code), refused.Message);
        }

        return null;
    }

    public void OnSubscribers(int count) => (_subscribers, _isCountDue) = (count, true);

    public void OnJoined(string connection, string? user, string? info)
    {
        if (_rule.Presence)
            Report(new TopicMember(connection, user, info), left: null);
    }

    public void OnLeft(string connection)
    {
        if (_rule.Presence)
            Report(joined: null, connection);
    }

    // Of many subscribers that come at once, the home needs to know only how many they are.
    public void EndTurn(bool isLast)
    {
        _isConfirmed = false;
        if (isLast && _isCountDue)
            Report(joined: null, left: null);
    }

    public void Stop()
    {
        _environment.Histories.Report(0, ref _reportedBytes);
        _buckets.Tell(new LocalTopic.Close(_topic, _self), _self);
    }

    private static string CauseOf(string code) => code == ErrorCode.TooManyTopics ? StorageFault.TooManyTopics : StorageFault.NoHome;

    private bool IsCovered(SinceRequest since) => (since.Epoch ?? Log.Epoch) == Log.Epoch && since.Offset <= Log.Offset;

    private void Confirm()
    {
        (IsReady, _deferred) = (false, 0);
        _confirmations++;
        _buckets.Tell(new LocalTopic.Confirm(_topic, Log.Position), _self);
    }

    private void Continue(FeedItem.Page page)
    {
        foreach (var message in page.Messages)
            Append(message.ToLogged(_environment.Clock.Now));
        if (!page.IsEnd || IsReady)
            return;

        // The first of the deferred messages made it ask; the answer may be older than what those behind it name.
        if (_deferred > 1 && _confirmations < MaxConfirmations)
            Confirm();
        else
            (IsReady, _isConfirmed) = (true, true);
    }

    private void Take(FeedItem.Published published)
    {
        if (published.Position.Epoch == Log.Epoch && published.Position.Offset <= Log.Offset + 1)
            Append(new LoggedMessage(published.Position.Offset, _environment.Clock.Now, published.Publication), published.Traceparent);
        else
            Confirm();
    }

    private void Append(in LoggedMessage message, string? traceparent = null)
    {
        if (message.Offset != Log.Offset + 1)
            return;

        Log.Append(message.Publication, message.AppendedAt);
        _environment.Histories.Balance(Log, ref _reportedBytes);
        _follower.Deliver(message.Publication, Log.Position, _environment.Clock.Now, traceparent);
    }

    // Another log, or the same one with a hole: subscribers are told what they miss when they return.
    private void Collect(FeedItem.Page page)
    {
        if (_loading is null || !page.IsContinued)
        {
            if (_loading is null)
                _follower.Restart(Log.Position);
            (IsReady, _loading, _unloaded, _reads) = (false, [], page.Unloaded, null);
        }

        var now = _environment.Clock.Now;
        _loading.AddRange(page.Messages.Select(message => message.ToLogged(now)));
        if (!page.IsEnd)
            return;

        Log = _environment.IsStored(_rule)
            ? TopicLog.Restore(page.Head, _rule.History.ToLimits(), _loading, now, _unloaded)
            : TopicLog.Resume(page.Head, _rule.History.ToLimits(), _loading, now);
        _environment.Histories.Balance(Log, ref _reportedBytes);
        (_loading, IsReady, _isConfirmed) = (null, true, true);
    }

    private void Report(TopicMember? joined, string? left)
    {
        _isCountDue = false;
        _buckets.Tell(new LocalTopic.Change(_topic, _subscribers) { Joined = joined, Left = left }, _self);
    }
}
