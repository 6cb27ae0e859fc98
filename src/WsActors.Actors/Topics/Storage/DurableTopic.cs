using Akka.Actor;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Storage;

/// <summary>What waits in a durable topic: messages until its log is loaded, publications until they are on the disk.</summary>
internal sealed class DurableTopic
{
    /// <summary>Messages that wait for the log, beside publications, which are bounded in bytes for the node.</summary>
    private const int MaxDeferred = 10_000;

    /// <summary>The request to load the log that is on its way.</summary>
    public StorageRequest? Loading { get; private set; }

    public bool IsLoaded { get; private set; }

    /// <summary>What came before the log was there, in its order.</summary>
    public Queue<(object Message, IActorRef Sender)> Deferred { get; } = [];

    /// <summary>Who sent the deferred message that is handled now; null while there is none.</summary>
    public IActorRef? SenderOfDeferred { get; private set; }

    /// <summary>Publications for the next batch.</summary>
    public Queue<WaitingPublication> Waiting { get; } = [];

    /// <summary>The batch on its way to the disk: one at a time, so that a failed one leaves no hole in the numbers.</summary>
    public PublicationBatch? UnderWay { get; set; }

    /// <summary>Questions that wait for the disk.</summary>
    public StoredReads Reads { get; } = new();

    /// <summary>The oldest message on the disk.</summary>
    public long StoredFrom { get; set; }

    /// <summary>Whether nothing of it is on its way anywhere.</summary>
    public bool IsAtRest => Loading is null && Deferred.Count == 0 && Waiting.Count == 0 && UnderWay is null && Reads.IsEmpty;

    /// <summary>Whether a batch can be sent on its way.</summary>
    public bool CanStore => IsLoaded && UnderWay is null && Waiting.Count > 0;

    public bool IsFull => Deferred.Count >= MaxDeferred;

    /// <summary>The next message that has waited; null, and every sender is as it was, behind the last one.</summary>
    public object? TakeDeferred()
    {
        var (message, sender) = Deferred.Count > 0 ? Deferred.Dequeue() : (null, null);
        SenderOfDeferred = sender;
        return message;
    }

    /// <summary>What the disk is to keep from now on; 0 where little has become too old: one deletion for many costs less.</summary>
    public long TakeTrim(TopicLog log)
    {
        if (log.OldestKept - StoredFrom <= log.Count / 8)
            return 0;

        return StoredFrom = log.OldestKept;
    }

    public void BecomeLoading(StorageRequest request) => Loading = request;

    public void BecomeLoaded() => (Loading, IsLoaded) = (null, true);

    /// <summary>The next message tries again.</summary>
    public void BecomeUnloaded() => Loading = null;
}
