using Akka.Actor;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>
/// A home whose log outlives the process. It makes the same decisions as <see cref="TopicHome"/>, but nobody is told of a publication before it
/// is on the disk: otherwise a client could have seen an offset that a crash gives to another message.
/// </summary>
internal sealed class DurableHome : ITopicHome
{
    private static readonly StorageFault TopicStopped = new(
        StorageFault.Stopped, "the topic failed while the publication was on its way to the disk: it may be stored, publish again under its idempotency key");

    private readonly TopicName _topic;
    private HistoryRule _rule;
    private readonly TopicEnvironment _environment;
    private readonly TopicStorage _storage;
    private readonly TopicHome _home;
    private readonly IActorRef _self;
    private readonly Queue<WaitingPublication> _waiting = [];
    private readonly StoredReads _reads;
    private StorageRequest? _loading;
    private PublicationBatch? _underWay;
    private long _storedFrom;

    /// <param name="topic">The topic.</param>
    /// <param name="rule">The limits of its history.</param>
    /// <param name="environment">The environment that all topics share.</param>
    /// <param name="home">The home that decides.</param>
    /// <param name="reader">Gets the pages that were read from the disk.</param>
    /// <param name="self">The topic's actor, which is told the store's answers.</param>
    public DurableHome(
        TopicName topic, HistoryRule rule, TopicEnvironment environment, TopicHome home, IPageReader reader, IActorRef self)
    {
        _topic = topic;
        _rule = rule;
        _environment = environment;
        _storage = environment.Storage!;
        _home = home;
        _reads = new StoredReads(topic, environment, reader, self);
        _self = self;
    }

    public bool IsReady { get; private set; }

    public TopicLog Log => _home.Log;

    public TopicPresence? Presence => _home.Presence;

    // What it holds may be on its way to or from the disk.
    public bool IsVacant => false;

    public bool IsAtRest => _loading is null && _waiting.Count == 0 && _underWay is null && _reads.IsEmpty;

    public void Load()
    {
        if (IsReady || _loading is not null)
            return;

        _loading = new StorageRequest.Load(_topic, _self);
        _storage.Store.Submit(_loading);
    }

    public void Publish(TopicRequest.Publish publish, IActorRef replyTo, TimeSpan now)
    {
        if (_storage.TryWait(WaitingPublication.BytesOf(publish)) is { } fault)
            Refuse(publish, replyTo, fault);
        else
            _waiting.Enqueue(new WaitingPublication(publish, replyTo, now));
    }

    // The messages that are on the disk by then go, and no later ones.
    public void ClearHistory(TopicRequest.ClearHistory command, IActorRef replyTo) =>
        _storage.Store.Submit(new StorageRequest.Trim(_topic, Log.Offset, _self, replyTo));

    public LogPage? Read(in PageRequest request)
    {
        if (!Log.IsUnloaded(request.Range.After))
            return _home.Read(request);

        _reads.Add(request, Log);
        return null;
    }

    // Messages beyond smaller limits leave the disk as messages that are too old do: with the next publication, or in Expire.
    public void Use(HistoryRule history, TimeSpan now)
    {
        _rule = history;
        _home.Use(history, now);
    }

    // What has become too old leaves the disk with the next publication, or here.
    public void Expire(TimeSpan now)
    {
        _home.Expire(now);
        if (!IsReady || _storedFrom >= Log.OldestKept)
            return;

        _storedFrom = Log.OldestKept;
        _storage.Store.Submit(new StorageRequest.Trim(_topic, Log.OldestKept - 1, _self));
    }

    // An answer to the actor that stood here before it failed is ignored: what came of it has been loaded since.
    public StorageFault? OnStorage(StorageAnswer answer)
    {
        var fault = (answer as StorageAnswer.Failed)?.Fault;
        if (answer.Request is StorageRequest.Trim trim)
            OnTrimmed(trim, fault);
        else if (ReferenceEquals(answer.Request, _loading))
            return OnLoaded(answer);
        else if (ReferenceEquals(answer.Request, _reads.UnderWay))
            _reads.Finish(answer, Log);
        else if (_underWay is { } batch && ReferenceEquals(answer.Request, batch.Request))
            OnStored(batch, fault);
        return null;
    }

    // While one batch is on its way the next one gathers; while more messages wait in the mailbox it gathers further.
    public void EndTurn(bool isLast)
    {
        while (IsReady && _underWay is null && _waiting.Count > 0 && (isLast || _waiting.Count >= PublicationBatch.Worthwhile))
        {
            var now = _environment.Clock.Now;
            var batch = PublicationBatch.Take(_waiting, Log.Offset, publish => _home.Find(publish, now), _environment.Clock.UtcNow);
            if (batch.Messages.Count == 0)
                Publish(batch);
            else
                Store(batch);
        }
    }

    public void Stop()
    {
        _reads.Stop(TopicStopped);
        if (_underWay is { } batch)
            Refuse(batch, TopicStopped);
        while (_waiting.TryDequeue(out var publication))
            Refuse(publication, TopicStopped);
        _home.Stop();
    }

    private StorageFault? OnLoaded(StorageAnswer answer)
    {
        _loading = null;
        if (answer is not StorageAnswer.Loaded loaded)
            return ((StorageAnswer.Failed)answer).Fault;

        var log = TopicLog.Restore(loaded.Position, _rule.ToLimits(), [.. loaded.Messages.Select(message => message.ToLogged(_environment.Clock))], _environment.Clock.Now);
        RestoreKeys(loaded.Messages);
        _home.Restore(log);
        _storedFrom = loaded.Messages.Count > 0 ? loaded.Messages[0].Offset : loaded.Position.Offset + 1;
        IsReady = true;
        return null;
    }

    private void RestoreKeys(IReadOnlyList<StoredMessage> messages)
    {
        var settings = _environment.Settings;
        var remembered = messages
            .Where(message => message.IdempotencyKey is not null && _environment.Clock.UtcNow - message.At < settings.IdempotencyAge)
            .TakeLast(settings.MaxIdempotencyKeys);
        foreach (var message in remembered)
            _home.Remember(
                message.IdempotencyKey!,
                KeyedPublication.Of(message.Offset, message.Publication),
                _environment.Clock.MomentOf(message.At));
    }

    private void Store(PublicationBatch batch)
    {
        batch.Request = new StorageRequest.Append(_topic, Log.Epoch, batch.Messages, _self) { KeepFrom = TakeTrim(), KeepFor = _rule.Age };
        _underWay = batch;
        _storage.Store.Submit(batch.Request);
    }

    // 0 while few messages have become too old: one deletion for many costs less.
    private long TakeTrim()
    {
        if (Log.OldestKept - _storedFrom <= Log.Count / 8)
            return 0;

        return _storedFrom = Log.OldestKept;
    }

    private void OnStored(PublicationBatch batch, StorageFault? fault)
    {
        _underWay = null;
        if (fault is null)
            Publish(batch);
        else
            Refuse(batch, fault);
        ThrowIfLost(fault);
    }

    private void Publish(PublicationBatch batch)
    {
        foreach (var (publication, alreadyKnown) in batch.Entries)
        {
            _storage.Leave(publication.Bytes);
            if (alreadyKnown is { } known)
                _home.Repeat(publication.Publish, publication.Publisher, known);
            else
                _home.Append(publication.Publish, publication.Publisher, publication.AcceptedAt, _environment.Clock.Now);
        }
    }

    private void OnTrimmed(StorageRequest.Trim trim, StorageFault? fault)
    {
        if (fault is null && trim.Client is { } client)
            _home.ClearThrough(trim.Through, _topic, client);
        else if (fault is not null)
            trim.Client?.Tell(new TopicReply.Refused(fault.Code, fault.Message));
        ThrowIfLost(fault);
    }

    // Whatever became of the request, the next publication must be numbered after what is stored.
    private static void ThrowIfLost(StorageFault? fault)
    {
        if (fault is { IsLogLost: true })
            throw new LogLostException(fault.Message);
    }

    private void Refuse(PublicationBatch batch, StorageFault fault)
    {
        foreach (var (publication, _) in batch.Entries)
            Refuse(publication, fault);
    }

    private void Refuse(in WaitingPublication publication, StorageFault fault)
    {
        _storage.Leave(publication.Bytes);
        Refuse(publication.Publish, publication.Publisher, fault);
    }

    private static void Refuse(TopicRequest.Publish publish, IActorRef publisher, StorageFault fault) =>
        publisher.Tell(new TopicReply.Refused(fault.Code, fault.Message, publish.Request));
}
