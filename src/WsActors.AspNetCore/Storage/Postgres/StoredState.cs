using Npgsql;
using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>The stored state of the topics of a group, with the rights to write them.</summary>
internal sealed class StoredState
{
    private readonly Dictionary<int, long> _terms = [];
    private readonly Dictionary<string, TopicRow> _topics = [];
    private long _owner;

    /// <summary>Reads the three results: the owner, the terms and the topics.</summary>
    public static async Task<StoredState> ReadAsync(NpgsqlDataReader reader, CancellationToken until)
    {
        // Statements before them have results too: the locks.
        var state = new StoredState();
        do
        {
            while (await reader.ReadAsync(until))
                state.Take(reader);
        }
        while (await reader.NextResultAsync(until));
        return state;
    }

    /// <summary>The stored term of a bucket; 0 if it has none.</summary>
    public long TermOf(int bucket) => _terms.GetValueOrDefault(bucket);

    /// <summary>True if the topic of these writes is about to be added.</summary>
    public bool IsNew(TopicWrites writes) => writes.First > 0 && !_topics.ContainsKey(writes.Topic.Value);

    /// <summary>The id of the topic's row; null if it has none.</summary>
    public long? IdOf(TopicWrites writes) => _topics.TryGetValue(writes.Topic.Value, out var topic) ? topic.Id : null;

    /// <summary>The reason for which these writes may not be done; null if they may.</summary>
    public StorageFault? FaultOf(TopicWrites writes, long owner)
    {
        if (_owner != owner)
            return Rights.Lost;
        if (writes.Fence is { } fence && TermOf(fence.Bucket) > fence.Term)
            return BucketTerms.Ended(fence, TermOf(fence.Bucket));
        if (writes.First == 0 || !_topics.TryGetValue(writes.Topic.Value, out var topic))
            return null;

        if (topic.Epoch != writes.Appends[0].Epoch)
            return Stale($"its epoch is {topic.Epoch} and no longer {writes.Appends[0].Epoch}");
        return topic.Last == writes.First - 1 ? null : Stale($"its last message is {topic.Last} and not {writes.First - 1}");
    }

    private static StorageFault Stale(string fault) => new(
        StorageFault.Stale, $"the stored history of the topic has changed ({fault}), so it is loaded again: publish again");

    private void Take(NpgsqlDataReader reader)
    {
        switch (reader.GetName(0))
        {
            case "owner":
                _owner = reader.GetInt64(0);
                break;
            case "bucket":
                _terms.Add(reader.GetInt32(0), reader.GetInt64(1));
                break;
            case "name":
                _topics.Add(reader.GetString(0), new TopicRow(reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3)));
                break;
        }
    }

    private readonly record struct TopicRow(long Id, string Epoch, long Last);
}
