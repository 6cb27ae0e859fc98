using System.Collections.Concurrent;
using Akka.Actor;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>A disk in memory that a test holds up, fills and breaks. It outlives the actors that use it.</summary>
internal sealed class MemoryHistoryStore : IHistoryStore
{
    private readonly ConcurrentQueue<StorageRequest> _held = [];
    private readonly Dictionary<TopicName, (string Epoch, long Last, List<StoredMessage> Messages)> _disk = [];
    private readonly Lock _lock = new();

    /// <summary>Whether requests wait for <see cref="Release"/>.</summary>
    public bool IsHeld { get; set; }

    /// <summary>What every request fails with; null where they succeed.</summary>
    public StorageFault? Fault { get; set; }

    /// <summary>The fault with which appends are answered although they have succeeded; null for the truth.</summary>
    public StorageFault? FaultAfterAppend { get; set; }

    /// <summary>Requests that wait.</summary>
    public IReadOnlyList<StorageRequest> Held => [.. _held];

    public void Submit(StorageRequest request)
    {
        _held.Enqueue(request);
        if (!IsHeld)
            Release();
    }

    public void TakeOver(TakeBucket request) => request.ReplyTo.Tell(new BucketTaken(request, request.AtLeast, Fault), ActorRefs.NoSender);

    /// <summary>Carries out what waits.</summary>
    public void Release()
    {
        lock (_lock)
        {
            while (_held.TryDequeue(out var request))
                request.ReplyTo.Tell(CarryOut(request), ActorRefs.NoSender);
        }
    }

    /// <summary>The offsets that the disk holds of a topic.</summary>
    public IReadOnlyList<long> OffsetsOf(TopicName topic)
    {
        lock (_lock)
        {
            return _disk.TryGetValue(topic, out var stored) ? [.. stored.Messages.Select(message => message.Offset)] : [];
        }
    }

    private StorageAnswer CarryOut(StorageRequest request)
    {
        if (Fault is not null)
            return new StorageAnswer.Failed(request, Fault);

        var (epoch, last, messages) = _disk.GetValueOrDefault(request.Topic, ("unused", 0, []));
        switch (request)
        {
            case StorageRequest.Append append:
                Assert.Equal(last + 1, append.Messages[0].Offset);
                messages.RemoveAll(message => message.Offset < append.KeepFrom);
                messages.AddRange(append.Messages);
                _disk[request.Topic] = (append.Epoch, append.Messages[^1].Offset, messages);
                return FaultAfterAppend is { } fault ? new StorageAnswer.Failed(request, fault) : new StorageAnswer.Done(request);
            case StorageRequest.Trim trim:
                messages.RemoveAll(message => message.Offset <= trim.Through);
                return new StorageAnswer.Done(request);
            case StorageRequest.ReadPage page:
                var asked = messages.Where(message => (page.Epoch ?? epoch) == epoch && message.Offset > page.After && message.Offset <= page.Through).ToArray();
                return new StorageAnswer.Read(request, [.. asked.Take(page.MaxMessages)], asked.Length <= page.MaxMessages);
            default:
                return new StorageAnswer.Loaded(request, new TopicPosition(epoch, last), [.. messages]);
        }
    }
}
