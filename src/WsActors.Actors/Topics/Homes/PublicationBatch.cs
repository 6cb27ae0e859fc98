using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Publications of one topic that go to the disk together: all of them get there, or none.</summary>
internal sealed class PublicationBatch
{
    /// <summary>With so many waiting publications a batch is not delayed for more of them.</summary>
    public const int Worthwhile = 64;

    /// <summary>A megabyte is written in the time of a sync, and a thousand answers are sent in one turn.</summary>
    private const int MaxMessages = 1000;
    private const int MaxBytes = 1024 * 1024;

    private readonly List<(WaitingPublication Publication, KeyedPublication? Known)> _entries = [];
    private readonly List<StoredMessage> _messages = [];
    private readonly Dictionary<string, KeyedPublication> _keys = [];

    /// <summary>The publications in their order. Those whose idempotency key is known have the publication with that key, maybe of the same batch.</summary>
    public IReadOnlyList<(WaitingPublication Publication, KeyedPublication? Known)> Entries => _entries;

    /// <summary>The messages to be stored; none if all publications are repeated.</summary>
    public IReadOnlyList<StoredMessage> Messages => _messages;

    /// <summary>The request to the store, once it is under way.</summary>
    public StorageRequest.Append? Request { get; set; }

    /// <summary>Takes as many waiting publications as fit, and numbers them.</summary>
    /// <param name="waiting">The publications in their order; those that are taken are removed.</param>
    /// <param name="last">The offset of the log's last message.</param>
    /// <param name="known">Finds the publication with the same key; null if the key is new or there is none.</param>
    /// <param name="now">The time at which they are stored.</param>
    public static PublicationBatch Take(
        Queue<WaitingPublication> waiting, long last, Func<TopicRequest.Publish, KeyedPublication?> known, DateTimeOffset now)
    {
        var batch = new PublicationBatch();
        var bytes = 0L;
        while (batch._messages.Count < MaxMessages && bytes < MaxBytes && waiting.TryDequeue(out var publication))
        {
            bytes += publication.Bytes;
            batch.Add(publication, last + batch._messages.Count + 1, known(publication.Publish), now);
        }

        return batch;
    }

    private void Add(in WaitingPublication publication, long next, KeyedPublication? known, DateTimeOffset now)
    {
        var key = publication.Publish.IdempotencyKey;
        if (known is { } before || (key is not null && _keys.TryGetValue(key, out before)))
        {
            _entries.Add((publication, before));
            return;
        }

        if (key is not null)
            _keys.Add(key, KeyedPublication.Of(next, publication.Publish.Publication));
        _entries.Add((publication, null));
        _messages.Add(new StoredMessage(next, now, publication.Publish.Publication, key));
    }
}
