using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Storage;

/// <summary>Publications of one topic that go to the disk together: all of them get there, or none.</summary>
internal sealed class PublicationBatch
{
    /// <summary>A megabyte is written in the time of a sync, and a thousand answers are told in one turn.</summary>
    private const int MaxMessages = 1000;
    private const int MaxBytes = 1024 * 1024;

    private readonly List<(WaitingPublication Publication, long Offset, bool IsRepeated)> _entries = [];
    private readonly List<StoredMessage> _messages = [];
    private readonly Dictionary<string, long> _keys = [];

    /// <summary>In their order, each with its offset; a repeated one has that of the first, which may be in the same batch.</summary>
    public IReadOnlyList<(WaitingPublication Publication, long Offset, bool IsRepeated)> Entries => _entries;

    /// <summary>What is to be stored; none where all of them are repeated.</summary>
    public IReadOnlyList<StoredMessage> Messages => _messages;

    /// <summary>The request that brings it to the disk, once it is on its way.</summary>
    public StorageRequest.Append? Request { get; set; }

    /// <summary>Takes what waits, as much as fits, and numbers it.</summary>
    /// <param name="waiting">In their order; what is taken is gone from it.</param>
    /// <param name="last">The offset of the log's last message.</param>
    /// <param name="known">The offset of a publication whose key the log remembers.</param>
    /// <param name="now">When they are stored.</param>
    public static PublicationBatch Take(
        Queue<WaitingPublication> waiting, long last, Func<TopicsActor.Publish, long?> known, DateTimeOffset now)
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

    private void Add(in WaitingPublication publication, long next, long? known, DateTimeOffset now)
    {
        var key = publication.Publish.IdempotencyKey;
        if (known is { } before || (key is not null && _keys.TryGetValue(key, out before)))
        {
            _entries.Add((publication, before, true));
            return;
        }

        if (key is not null)
            _keys.Add(key, next);
        _entries.Add((publication, next, false));
        _messages.Add(new StoredMessage(next, now, publication.Publish.Publication, key));
    }
}
