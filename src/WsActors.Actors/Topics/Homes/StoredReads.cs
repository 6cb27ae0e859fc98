using Akka.Actor;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>
/// Reads pages that a durable topic had to drop from memory back from the store. One read is under way at a time, so that many clients that
/// return together do not hold a page each, and all that ask for the same page share it.
/// </summary>
internal sealed class StoredReads(TopicName topic, TopicEnvironment environment, IPageReader reader, IActorRef self)
{
    private readonly Queue<PageRange> _order = [];
    private readonly Dictionary<PageRange, List<PageRequest>> _waiting = [];
    private IReadOnlyList<PageRequest> _served = [];

    /// <summary>The request to the store that is under way; null if there is none.</summary>
    public StorageRequest.ReadPage? UnderWay { get; private set; }

    public bool IsEmpty => UnderWay is null && _order.Count == 0;

    /// <summary>Queues a request, together with those for the same page.</summary>
    public void Add(in PageRequest request, TopicLog log)
    {
        if (_waiting.TryGetValue(request.Range, out var others))
        {
            others.Add(request);
            return;
        }

        _order.Enqueue(request.Range);
        _waiting.Add(request.Range, [request]);
        SubmitNext(log);
    }

    /// <summary>Takes the store's answer to <see cref="UnderWay"/>.</summary>
    public void Finish(StorageAnswer answer, TopicLog log)
    {
        var page = answer is StorageAnswer.Read read ? PageOf(read, UnderWay!, log) : null;
        UnderWay = null;
        foreach (var request in _served)
            reader.OnPage(request, page, (answer as StorageAnswer.Failed)?.Fault);
        SubmitNext(log);
    }

    /// <summary>The topic stops: nobody gets a page any more.</summary>
    public void Stop(StorageFault fault)
    {
        var underWay = UnderWay is null ? [] : _served;
        foreach (var request in underWay.Concat(_waiting.Values.SelectMany(requests => requests)))
            reader.OnPageLost(request, fault);
    }

    private void SubmitNext(TopicLog log)
    {
        if (UnderWay is not null || !_order.TryDequeue(out var range))
            return;

        _waiting.Remove(range, out var requests);
        _served = requests!;
        UnderWay = new StorageRequest.ReadPage(topic, range.After, log.Offset, range.MaxMessages, range.MaxBytes, self) { Epoch = log.Epoch };
        environment.Storage!.Store.Submit(UnderWay);
    }

    private LogPage PageOf(StorageAnswer.Read read, StorageRequest.ReadPage request, TopicLog log) => StoredPage.Of(
        [.. read.Messages.Select(message => message.ToLogged(environment.Clock))], request.After, log.OldestKept, request.Through, read.IsWhole);
}
