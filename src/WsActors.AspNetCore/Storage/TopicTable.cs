using Microsoft.Data.Sqlite;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Storage;

/// <summary>The statements that write and read topics. Used by one thread at a time.</summary>
internal sealed class TopicTable : IDisposable
{
    /// <summary>Records the offset of a topic's last message (?1) and the time (?2) before messages are deleted.</summary>
    public const string NoteLast =
        "UPDATE topics SET last = max(last, coalesce((SELECT max(last) FROM batches WHERE topic = ?1), 0)), used_ms = ?2 WHERE id = ?1";

    private readonly HistoryDatabase _database;
    private readonly Statement _find;
    private readonly Statement _read;
    private readonly Statement _readBehind;
    private readonly Statement _update;
    private readonly Statement _insert;
    private readonly Statement _append;
    private readonly Statement _note;
    private readonly Statement _trim;

    public TopicTable(HistoryDatabase database)
    {
        _database = database;
        var connection = database.Connection;
        _find = new Statement(connection, "SELECT id, epoch, last, keep_ms FROM topics WHERE name = ?1");
        _read = new Statement(connection, "SELECT last, records FROM batches WHERE topic = ?1 ORDER BY last DESC");
        _readBehind = new Statement(connection, "SELECT last, records FROM batches WHERE topic = ?1 AND last > ?2 ORDER BY last");
        _update = new Statement(connection, "UPDATE topics SET epoch = ?2, keep_ms = ?3 WHERE id = ?1");
        _insert = new Statement(connection, "INSERT INTO topics (name, epoch, last, keep_ms, used_ms) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id");
        _append = new Statement(connection, "INSERT INTO batches (topic, last, records) VALUES (?1, ?2, ?3)");
        _note = new Statement(connection, NoteLast);
        _trim = new Statement(connection, "DELETE FROM batches WHERE topic = ?1 AND last < ?2");
        Count = database.Number("SELECT count(*) FROM topics");
    }

    /// <summary>The number of topics on disk.</summary>
    public long Count { get; private set; }

    /// <summary>Reads the position of a topic's log and its messages. A topic without publications is at offset 0.</summary>
    /// <param name="name">The topic.</param>
    /// <param name="fault">The fault of damaged messages, which count as not kept; null if there are none.</param>
    public (TopicPosition Position, IReadOnlyList<StoredMessage> Messages) Read(TopicName name, out string? fault)
    {
        fault = null;
        if (Find(name) is not { } topic)
            return (new TopicPosition(UnusedEpoch(), 0), []);

        var log = new LogRows(topic.Last);
        using (var rows = _read.Query(topic.Id))
        {
            while (rows.Read())
                log.Add(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1));
        }

        fault = log.Fault;
        return (new TopicPosition(topic.Epoch, log.Last), log.Messages());
    }

    /// <summary>Reads a range of a topic's messages, without damaged ones.</summary>
    public StorageAnswer.Read Read(StorageRequest.ReadPage request)
    {
        var page = new PageRows(request);
        if (Find(request.Topic) is not { } topic || (request.Epoch ?? topic.Epoch) != topic.Epoch)
            return page.Answer();

        using var rows = _readBehind.Query(topic.Id, request.After);
        while (!page.IsFull && rows.Read())
            page.Add(rows.GetFieldValue<byte[]>(1));
        return page.Answer();
    }

    /// <summary>Within a transaction.</summary>
    public void Append(StorageRequest.Append request)
    {
        var id = Find(request.Topic) is { } topic ? Update(topic, request) : Add(request);
        if (request.KeepFrom > 0)
            _trim.Execute(id, request.KeepFrom);
        _append.Execute(id, request.Messages[^1].Offset, StoredBatch.Write(request.Messages));
    }

    /// <summary>Within a transaction. The topic's row stays, and with it epoch and offset.</summary>
    public void Trim(StorageRequest.Trim request, DateTimeOffset now)
    {
        if (Find(request.Topic) is not { } topic)
            return;

        _note.Execute(topic.Id, now.ToUnixTimeMilliseconds());
        _trim.Execute(topic.Id, request.Through + 1);
    }

    /// <summary>Counts the topics again, after other code has changed rows or a transaction was rolled back.</summary>
    public void Recount() => Count = _database.Number("SELECT count(*) FROM topics");

    public void Dispose()
    {
        foreach (var statement in new[] { _find, _read, _readBehind, _update, _insert, _append, _note, _trim })
            statement.Dispose();
    }

    private long Update(in TopicRow topic, StorageRequest.Append request)
    {
        if (topic.Epoch != request.Epoch || topic.KeepFor != request.KeepFor)
            _update.Execute(topic.Id, request.Epoch, (long)request.KeepFor.TotalMilliseconds);
        return topic.Id;
    }

    private long Add(StorageRequest.Append request)
    {
        var limit = _database.Settings.MaxTopics;
        if (Count >= limit)
            throw new StorageException(new StorageFault(
                StorageFault.TooManyTopics,
                $"{limit} durable topics are on disk, as many as may: use fewer names, or raise WsActors:Storage:MaxTopics"));

        Count++;
        var first = request.Messages[0];
        return (long)_insert.Scalar(
            request.Topic.Value, request.Epoch, first.Offset - 1, (long)request.KeepFor.TotalMilliseconds, first.At.ToUnixTimeMilliseconds())!;
    }

    private TopicRow? Find(TopicName name)
    {
        using var row = _find.Query(name.Value);
        return row.Read()
            ? new TopicRow(row.GetInt64(0), row.GetString(1), row.GetInt64(2), TimeSpan.FromMilliseconds(row.GetInt64(3)))
            : null;
    }

    // All topics without publications share one epoch, so that subscribing writes nothing.
    private string UnusedEpoch()
    {
        using var command = new SqliteCommand("SELECT epoch FROM unused", _database.Connection);
        return (string)command.ExecuteScalar()!;
    }

    private readonly record struct TopicRow(long Id, string Epoch, long Last, TimeSpan KeepFor);
}
