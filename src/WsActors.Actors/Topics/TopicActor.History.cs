using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>The topic's past: pages for those who return, queries, idempotency keys, and what it may cost.</summary>
public sealed partial class TopicActor
{
    /// <summary>Messages and bytes of one page: a good send, and no more than a subscriber takes in at once.</summary>
    private const int MaxPageMessages = 256;
    private const int MaxPageBytes = 64 * 1024;

    // Subscribers on their way: they fetch what they missed page by page, and are told what is new once they have the last one.
    private readonly HashSet<IActorRef> _catchingUp = new(ReferenceEqualityComparer.Instance);
    private TopicKeys? _keys;
    private long _reportedHistoryBytes;

    private void Replay(CatchUp catchUp)
    {
        // It has left meanwhile.
        if (!_catchingUp.Contains(catchUp.Request.Subscriber))
            return;

        if (!IsLeftToDisk(catchUp, catchUp.After, MaxPageMessages, MaxPageBytes))
            Replay(catchUp, _log.Read(catchUp.After, MaxPageMessages, MaxPageBytes), isShared: true);
    }

    /// <param name="catchUp">Who catches up.</param>
    /// <param name="page">What it is given.</param>
    /// <param name="isShared">Whether the frames are kept for others: not those of messages that had to leave memory.</param>
    private void Replay(CatchUp catchUp, LogPage page, bool isShared)
    {
        if (!_catchingUp.Contains(catchUp.Request.Subscriber))
            return;

        if (page.IsEnd)
        {
            _catchingUp.Remove(catchUp.Request.Subscriber);
            AddSubscriber(catchUp.Request);
        }

        var frames = _audiences.Replay(_topic, _log.Epoch, page.Messages, catchUp.Request, isShared);
        _environment.Telemetry.Histories.Replayed(frames.Count);
        catchUp.Request.Subscriber.Tell(new Subscriber.Replayed(_topic, Self, frames, page, catchUp.Request));
    }

    private void TellHistory(TopicRequest.GetHistory query)
    {
        _log.Expire(Now);

        // Without a position the latest are meant: what a chat shows when it is opened.
        var after = query.Since is null ? _log.Offset - Math.Min(query.Limit, _log.Count) : _log.Recover(query.Since).After;
        if (!IsLeftToDisk(query, after, query.Limit, query.MaxBytes))
            TellHistory(query, _log.Read(after, query.Limit, query.MaxBytes), Sender);
    }

    private void TellHistory(TopicRequest.GetHistory query, LogPage page, IActorRef asker)
    {
        var whole = query.Since is null ? page : page.Behind(_log.Recover(query.Since).Missed);
        asker.Tell(new TopicReply.History(_topic, _log.Position, whole, query.Request)
        {
            Recovered = query.Since is null ? null : whole.Missed is null,
        });
    }

    private void ClearHistory()
    {
        if (_durable is not null)
        {
            ClearStored();
            return;
        }

        _log.Clear();
        ReportHistory(0);
        Sender.Tell(new TopicReply.HistoryCleared(_topic, _log.Position));
    }

    private void ExpireHistory()
    {
        _log.Expire(Now);
        ReportHistory(_log.LoadedBytes);
        ExpireKeys();
        TrimStored();
        _audiences.ForgetReplays();
    }

    // Beyond the node's budget each new message costs its topic the oldest ones. Those of a durable topic leave memory only,
    // and are read back for who asks for them; who misses others is told of a gap.
    private void BalanceHistory()
    {
        ReportHistory(_log.LoadedBytes);
        while (_environment.Histories.IsExceeded && (_durable is null ? _log.EvictOldest() : _log.UnloadOldest()))
            ReportHistory(_log.LoadedBytes);
    }

    private void ReportHistory(long bytes)
    {
        if (bytes == _reportedHistoryBytes)
            return;

        _environment.Histories.Add(bytes - _reportedHistoryBytes);
        _reportedHistoryBytes = bytes;
    }

    private KeyedPublication? KnownUnderKey(TopicRequest.Publish publish) =>
        publish.IdempotencyKey is { } key ? _keys?.Find(key, Now) : null;

    private void RememberKey(TopicRequest.Publish publish, long offset)
    {
        if (publish.IdempotencyKey is { } key)
            Keys.Remember(key, KeyedPublication.Of(offset, publish.Publication), Now);
    }

    // The room of many keys is given back with the last of them.
    private void ExpireKeys()
    {
        _keys?.Expire(Now);
        if (_keys is { IsEmpty: true })
            _keys = null;
    }

    private TopicKeys Keys => _keys ??= new TopicKeys(
        new IdempotencyKeys(_environment.Settings.MaxIdempotencyKeys, _environment.Settings.IdempotencyAge), _environment.IdempotencyKeys);
}
