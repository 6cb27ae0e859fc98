using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Storage;

/// <summary>Publications of one topic that go to the disk together: all of them get there, or none.</summary>
internal sealed class PublicationBatch
{
    /// <summary>A megabyte is written in the time of a sync, and a thousand answers are told in one turn.</summary>
    private const int MaxMessages = 1000;
    private const int MaxBytes = 1024 * 1024;

    private readonly List<(WaitingPublication Publication, KeyedPublication? Known)> _entries = [];
    private readonly List<StoredMessage> _messages = [];
    private readonly Dictionary<string, KeyedPublication> _keys = [];

    /// <summary>In their order. Those whose idempotency key is known have what was published under it, maybe in the same batch.</summary>
    public IReadOnlyList<(WaitingPublication Publication, KeyedPublication? Known)> Entries => _entries;

    /// <summary>What is to be stored; none where all of them are repeated.</summary>
    public IReadOnlyList<StoredMessage> Messages => _messages;

    /// <summary>The request that brings it to the disk, once it is on its way.</summary>
    public StorageRequest.Append? Request { get; set; }

    /// <summary>Takes what waits, as much as fits, and numbers it.</summary>
    /// <param name="waiting">In their order; what is taken is gone from it.</param>
    /// <param name="last">The offset of the log's last message.</param>
    /// <param name="known">What the topic remembers under a publication's key; null if the key is new or there is none.</param>
    /// <param name="now">When they are stored.</param>
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
