using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>Messages that come before the log is there.</summary>
public sealed partial class TopicActor
{
    private static readonly StorageFault TooManyDeferred = new(
        StorageFault.Overloaded, "too much waits for this topic's history to be read from the disk: try again later");

    private static readonly StorageFault TopicStopped = new(
        StorageFault.Stopped, "the topic failed while the publication was on its way to the disk: it may be stored, publish again under its idempotency key");

    private void Defer(object message)
    {
        if (_durable!.IsFull && WaitingPublication.BytesOf(message) == 0)
        {
            _handled++;
            Refuse(message, Sender, TooManyDeferred);
            return;
        }

        // It could not be loaded before: whoever comes has it tried again.
        if (_durable.Loading is null)
            LoadLog();
        _durable.Deferred.Enqueue((message, Sender));
    }

    private void OnLoaded(StorageAnswer answer)
    {
        if (answer is StorageAnswer.Loaded loaded)
            BeginWith(loaded);
        else
            RefuseDeferred(((StorageAnswer.Failed)answer).Fault);
    }

    private void BeginWith(StorageAnswer.Loaded loaded)
    {
        _log = TopicLog.Restore(loaded.Position, _rule.History.ToLimits(), [.. loaded.Messages.Select(Logged)], Now);
        RestoreKeys(loaded.Messages);
        BalanceHistory();
        _durable!.StoredFrom = loaded.Messages.Count > 0 ? loaded.Messages[0].Offset : loaded.Position.Offset + 1;
        _durable.BecomeLoaded();
        while (_durable.TakeDeferred() is { } message)
            Handle(message);
    }

    private void RestoreKeys(IReadOnlyList<StoredMessage> messages)
    {
        var settings = _environment.Settings;
        var remembered = messages
            .Where(message => message.IdempotencyKey is not null && _environment.Clock.UtcNow - message.At < settings.IdempotencyAge)
            .TakeLast(settings.MaxIdempotencyKeys);
        foreach (var message in remembered)
            Keys.Remember(
                message.IdempotencyKey!,
                KeyedPublication.Of(message.Offset, message.Publication),
                _environment.Clock.MomentOf(message.At));
    }

    private void RefuseDeferred(StorageFault fault)
    {
        _durable!.BecomeUnloaded();
        while (_durable.TakeDeferred() is { } message)
        {
            Storage.Leave(WaitingPublication.BytesOf(message));
            _handled++;
            Refuse(message, Sender, fault);
        }
    }

    private void Refuse(object message, IActorRef asker, StorageFault fault)
    {
        if (!TopicRefusal.Answer(message, asker, fault.Code, fault.Message))
            _handled--;
    }

    // To the end of the mailbox: who failed before its log was there has handled nothing of it.
    private void HandBackDeferred()
    {
        while (_durable?.TakeDeferred() is { } message)
        {
            Storage.Leave(WaitingPublication.BytesOf(message));
            Self.Tell(message, Sender);
        }
    }

    private void RefuseWhatWaits()
    {
        if (_durable is null)
            return;

        RefuseReads();
        if (_durable.UnderWay is { } batch)
            Refuse(batch, TopicStopped);
        while (_durable.Waiting.TryDequeue(out var publication))
        {
            Storage.Leave(publication.Bytes);
            Refuse(publication.Publish, publication.Publisher, TopicStopped);
        }
    }
}
