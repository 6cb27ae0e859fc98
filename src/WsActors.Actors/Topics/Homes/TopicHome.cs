using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>
/// A topic's home in memory. It decides on a publication by the topic's log and idempotency keys and the node's budgets for both;
/// it does no I/O and reads no clock.
/// </summary>
internal sealed class TopicHome : ITopicHome
{
    private readonly TopicEnvironment _environment;
    private readonly ITopicFollower _follower;
    private TopicKeys? _keys;
    private long _reportedBytes;

    public TopicHome(TopicRule rule, TopicEnvironment environment, ITopicFollower follower)
    {
        _environment = environment;
        _follower = follower;
        Log = new TopicLog(TopicEpoch.New(), rule.History.ToLimits());
        Presence = rule.Presence ? new TopicPresence(environment.Settings.ToPresenceLimits(), environment.Telemetry) : null;
    }

    public bool IsReady => true;

    public TopicLog Log { get; private set; }

    public TopicPresence? Presence { get; }

    public bool IsVacant => Log.Offset == 0;

    // A topic's epoch and offsets go with it, so it stays until the last message of its history is too old.
    public bool IsAtRest => Log.Count == 0;

    public void Load()
    {
    }

    public void Publish(TopicRequest.Publish publish, IActorRef replyTo, TimeSpan now)
    {
        if (Find(publish, now) is { } known)
            Repeat(publish, replyTo, known);
        else
            Append(publish, replyTo, acceptedAt: now, now);
    }

    /// <summary>Returns the publication with the same idempotency key; null if the key is new or there is none.</summary>
    public KeyedPublication? Find(TopicRequest.Publish publish, TimeSpan now) =>
        publish.IdempotencyKey is { } key ? _keys?.Find(key, now) : null;

    /// <summary>Appends a publication that <see cref="Find"/> has not found.</summary>
    public void Append(TopicRequest.Publish publish, IActorRef replyTo, TimeSpan acceptedAt, TimeSpan now)
    {
        var position = new TopicPosition(Log.Epoch, Log.Append(publish.Publication, now));
        _environment.Histories.Balance(Log, ref _reportedBytes);
        if (publish.IdempotencyKey is { } key)
            Remember(key, KeyedPublication.Of(position.Offset, publish.Publication), now);
        _follower.Append(publish, position, replyTo, acceptedAt);
    }

    /// <summary>Answers a publication whose key was used before.</summary>
    public void Repeat(TopicRequest.Publish publish, IActorRef replyTo, KeyedPublication known)
    {
        if (!known.IsOf(publish.Publication))
        {
            replyTo.Tell(new TopicReply.Refused(ErrorCode.IdempotencyKeyReused, Refusals.KeyReused(known.Offset), publish.Request));
            return;
        }

        _environment.Telemetry.Publications.Repeated();
        _follower.Repeat(publish, new TopicPosition(Log.Epoch, known.Offset), replyTo);
    }

    /// <summary>Continues with a log that was read from the disk.</summary>
    public void Restore(TopicLog log)
    {
        Log = log;
        _environment.Histories.Balance(Log, ref _reportedBytes);
    }

    public void Remember(string key, KeyedPublication publication, TimeSpan now)
    {
        _keys ??= new TopicKeys(
            new IdempotencyKeys(_environment.Settings.MaxIdempotencyKeys, _environment.Settings.IdempotencyAge), _environment.IdempotencyKeys);
        _keys.Remember(key, publication, now);
    }

    public void ClearHistory(TopicRequest.ClearHistory command, IActorRef replyTo)
    {
        Log.Clear();
        AnswerCleared(command.Topic, replyTo);
    }

    /// <summary>Deletes the messages up to an offset and answers <paramref name="replyTo"/>.</summary>
    public void ClearThrough(long offset, TopicName topic, IActorRef replyTo)
    {
        Log.ClearThrough(offset);
        AnswerCleared(topic, replyTo);
    }

    public LogPage? Read(in PageRequest request) => Log.Read(request.Range.After, request.Range.MaxMessages, request.Range.MaxBytes);

    public void Use(HistoryRule history, TimeSpan now)
    {
        Log.Use(history.ToLimits(), now);
        _environment.Histories.Report(Log.LoadedBytes, ref _reportedBytes);
    }

    public void Expire(TimeSpan now)
    {
        Log.Expire(now);
        _environment.Histories.Report(Log.LoadedBytes, ref _reportedBytes);

        // The room of many keys is given back with the last of them.
        _keys?.Expire(now);
        if (_keys is { IsEmpty: true })
            _keys = null;
    }

    public StorageFault? OnStorage(StorageAnswer answer) => null;

    public void EndTurn(bool isLast)
    {
    }

    public void Stop()
    {
        _environment.Histories.Report(0, ref _reportedBytes);
        _keys?.Release();
        Presence?.ReportEnd();
    }
    private void AnswerCleared(TopicName topic, IActorRef replyTo)
    {
        _environment.Histories.Report(Log.LoadedBytes, ref _reportedBytes);
        replyTo.Tell(new TopicReply.HistoryCleared(topic, Log.Position));
    }
}
