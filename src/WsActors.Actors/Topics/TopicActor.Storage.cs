using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Actors.Topics;

/// <summary>
/// A topic whose log outlives the process: what comes waits until the log is loaded, and a publication is told to
/// nobody before it is on the disk. Else a client could have seen an offset that a crash gives to another message.
/// </summary>
public sealed partial class TopicActor
{
    /// <summary>Who sent what is handled now, which may have waited for the log.</summary>
    private new IActorRef Sender => _durable?.SenderOfDeferred ?? base.Sender;

    private TopicStorage Storage => _environment.Storage!;

    private void LoadLog()
    {
        if (_durable is null)
            return;

        var request = new StorageRequest.Load(_topic, Self);
        _durable.BecomeLoading(request);
        Storage.Store.Submit(request);
    }

    private void HandleDurably(object message)
    {
        switch (message)
        {
            case StorageAnswer answer: OnAnswer(answer); break;
            case TopicRequest.Publish publish when Storage.TryWait(WaitingPublication.BytesOf(publish)) is { } fault:
                _handled++; Refuse(publish, Sender, fault); break;
            case TopicRequest.PublishMany many: HandleOrDefer(AffordableOf(many)); break;
            case CheckNeed or GetSubscribers: Handle(message); break;
            default: HandleOrDefer(message); break;
        }

        StoreAtTurnsEnd();
    }

    private void HandleOrDefer(object message)
    {
        if (_durable!.IsLoaded)
            Handle(message);
        else
            Defer(message);
    }

    private TopicRequest.PublishMany AffordableOf(TopicRequest.PublishMany many)
    {
        var affordable = new List<TopicRequest.Publish>(many.Publications.Count);
        foreach (var publish in many.Publications)
        {
            if (Storage.TryWait(WaitingPublication.BytesOf(publish)) is { } fault)
                Refuse(publish, Sender, fault);
            else
                affordable.Add(publish);
        }

        return many with { Publications = affordable };
    }

    private void PublishOnceStored(TopicRequest.Publish publish) =>
        _durable!.Waiting.Enqueue(new WaitingPublication(publish, Sender, Now));

    // While one batch is on its way the next one gathers; while more messages wait in the mailbox it gathers further.
    private void StoreAtTurnsEnd()
    {
        while (_durable!.CanStore && (!((ActorCell)Context).HasMessages || _durable.Waiting.Count >= MaxJoined))
        {
            var batch = PublicationBatch.Take(_durable.Waiting, _log.Offset, KnownUnderKey, _environment.Clock.UtcNow);
            if (batch.Messages.Count == 0)
                Publish(batch);
            else
                Store(batch);
        }
    }

    private void Store(PublicationBatch batch)
    {
        batch.Request = new StorageRequest.Append(_topic, _log.Epoch, batch.Messages, Self)
        {
            KeepFrom = _durable!.TakeTrim(_log),
            KeepFor = _rule.History.Age,
        };
        _durable.UnderWay = batch;
        Storage.Store.Submit(batch.Request);
    }

    // An answer to the actor that stood here before it failed: what came of it has been loaded since.
    private void OnAnswer(StorageAnswer answer)
    {
        if (answer.Request is StorageRequest.Trim trim)
            OnTrimmed(trim, (answer as StorageAnswer.Failed)?.Fault);
        else if (ReferenceEquals(answer.Request, _durable!.Loading))
            OnLoaded(answer);
        else if (_durable.Reads.UnderWay is { } read && ReferenceEquals(answer.Request, read))
            OnRead(read, answer);
        else if (_durable.UnderWay is { } batch && ReferenceEquals(answer.Request, batch.Request))
            OnStored(batch, (answer as StorageAnswer.Failed)?.Fault);
    }

    private void OnStored(PublicationBatch batch, StorageFault? fault)
    {
        _durable!.UnderWay = null;
        if (fault is null)
            Publish(batch);
        else
            Refuse(batch, fault);
    }

    private void Publish(PublicationBatch batch)
    {
        foreach (var (publication, alreadyKnown) in batch.Entries)
        {
            Storage.Leave(publication.Bytes);
            if (alreadyKnown is { } known)
                AnswerKnown(publication.Publish, publication.Publisher, known);
            else
                Accept(publication.Publish, publication.Publisher, publication.AcceptedAt);
            if (IsEnoughJoined)
                TellJoined();
        }
    }

    private void Refuse(PublicationBatch batch, StorageFault fault)
    {
        foreach (var (publication, _) in batch.Entries)
        {
            Storage.Leave(publication.Bytes);
            Refuse(publication.Publish, publication.Publisher, fault);
        }
    }

    private static void Refuse(TopicRequest.Publish publish, IActorRef publisher, StorageFault fault) =>
        publisher.Tell(new TopicReply.Refused(fault.Code, fault.Message, publish.Request));

    private void ClearStored() => Storage.Store.Submit(new StorageRequest.Trim(_topic, _log.Offset, Self, Sender));

    private void OnTrimmed(StorageRequest.Trim trim, StorageFault? fault)
    {
        if (trim.Client is not { } client)
            return;

        if (fault is not null)
        {
            client.Tell(new TopicReply.Refused(fault.Code, fault.Message));
            return;
        }

        _log.ClearThrough(trim.Through);
        ReportHistory(_log.LoadedBytes);
        client.Tell(new TopicReply.HistoryCleared(_topic, _log.Position));
    }

    // What has become too old leaves the disk with the next publication, or here.
    private void TrimStored()
    {
        if (_durable is not { IsLoaded: true } || _durable.StoredFrom >= _log.OldestKept)
            return;

        _durable.StoredFrom = _log.OldestKept;
        Storage.Store.Submit(new StorageRequest.Trim(_topic, _log.OldestKept - 1, Self));
    }
}
