using System.Threading.Channels;
using Akka.Actor;
using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// Carries out requests one after the other over a connection of its own. Writes that wait are committed together, and reads that wait share a
/// round trip. All requests of a topic or of a bucket go to the same lane.
/// </summary>
internal sealed class PostgresLane
{
    private const int MaxReads = 64;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private static readonly StorageFault Stopped = new(StorageFault.Stopped, "the server stops");

    private static readonly StorageFault Unconfirmed = new(
        StorageFault.Unconfirmed,
        "PostgreSQL did not confirm the publication in time: it may be stored, publish again under its idempotency key");

    private readonly Channel<LaneItem> _queue = Channel.CreateUnbounded<LaneItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly LaneConnection _connection;
    private readonly PostgresHealth _health;
    private readonly GroupCommit _commit;
    private readonly TopicReads _reads;
    private readonly TimeSpan _timeout;
    private readonly Task _run;

    public PostgresLane(PostgresDatabase database, PostgresHealth health)
    {
        _health = health;
        _timeout = database.Settings.PostgresTimeout;
        _connection = new LaneConnection(database, health);
        _commit = new GroupCommit(database, health.Time);
        _reads = new TopicReads(database, health);
        _run = Task.Run(RunAsync);
    }

    public void Submit(StorageRequest? request, TakeBucket? take)
    {
        var item = new LaneItem(request, take, _health.Time.GetTimestamp());
        if (!_queue.Writer.TryWrite(item))
            item.Fail(Stopped);
    }

    /// <summary>Carries out what waits, and closes the connection.</summary>
    public async Task StopAsync()
    {
        _queue.Writer.TryComplete();
        await _run;
        _connection.Drop();
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var item))
                await CarryOutAsync(item);
        }
    }

    private async Task CarryOutAsync(LaneItem item)
    {
        if (FaultBefore(item) is { } fault)
            _health.Fail(item, fault);
        else if (item.IsWrite)
            await WriteAsync(Gather(item));
        else if (item.IsRead)
            await ReadAsync(GatherReads(item));
        else
            await TakeAsync(item, item.Take!);
    }

    // A request waits no longer for its turn than it may take.
    private StorageFault? FaultBefore(LaneItem item) =>
        _health.LastingFault
        ?? (_health.Time.GetElapsedTime(item.At) > _timeout ? _health.Note(new TimeoutException()) : null);

    private WriteGroup Gather(LaneItem first)
    {
        var group = new WriteGroup();
        group.TryAdd(first);
        while (_queue.Reader.TryPeek(out var next) && group.TryAdd(next))
            _queue.Reader.TryRead(out _);
        return group;
    }

    private Queue<LaneItem> GatherReads(LaneItem first)
    {
        var reads = new Queue<LaneItem>([first]);
        while (reads.Count < MaxReads && _queue.Reader.TryPeek(out var next) && next.IsRead)
        {
            reads.Enqueue(next);
            _queue.Reader.TryRead(out _);
        }

        return reads;
    }

    private async Task WriteAsync(WriteGroup group)
    {
        var began = _health.Time.GetTimestamp();
        var isSent = false;
        var failure = await AttemptAsync(async limit =>
        {
            // The answer to the commit may have been lost, and the commit not.
            await _connection.EnsureAsync(limit);
            if (isSent && _connection.ConfirmsLast)
                return;

            isSent = false;
            var decision = await DecideAsync(group, limit);
            if (decision.Accepted.Count == 0)
                return;

            isSent = true;
            await _connection.CommitAsync(until => _commit.WriteAsync(_connection.Open, decision, until), limit);
        });
        if (failure is { IsOfOneStatement: true } && group.Topics.Count > 1)
        {
            foreach (var part in group.Split())
                await WriteAsync(part);
            return;
        }

        Answer(group, failure is null ? null : isSent && !failure.IsOfOneStatement ? Unconfirmed : failure.Fault, began);
    }

    private async Task<GroupDecision> DecideAsync(WriteGroup group, TimeLimit limit)
    {
        while (true)
        {
            var decision = await limit.RunAsync(until => _commit.DecideAsync(_connection.Open, _connection.Session!, group, until));
            if (decision.Accepted.Count > 0)
                return decision;

            await limit.RunAsync(until => _connection.Open.ExecuteAsync("ROLLBACK", until));
            if (decision.Higher is not { } higher)
                return decision;

            await limit.RunAsync(until => BucketTerms.RaiseAsync(_connection.Open, higher, until));
        }
    }

    private void Answer(WriteGroup group, StorageFault? fault, long began)
    {
        var stored = 0;
        foreach (var writes in group.Topics)
        {
            if ((fault ?? writes.Fault) is { } reason)
            {
                foreach (var item in writes.Items)
                    _health.Fail(item, reason);
                continue;
            }

            stored += writes.Messages;
            foreach (var item in writes.Items)
                LaneItem.Answer(new StorageAnswer.Done(item.Request!));
        }

        if (stored > 0)
            _health.Telemetry.Committed(stored, _health.Time.GetElapsedTime(began));
    }

    private async Task ReadAsync(Queue<LaneItem> items)
    {
        var failure = await AttemptAsync(async limit =>
        {
            await _connection.EnsureAsync(limit);
            await limit.RunAsync(until => _reads.RunAsync(_connection.Open, items, until));
        });
        while (items.TryDequeue(out var item))
            _health.Fail(item, failure!.Fault);
    }

    private async Task TakeAsync(LaneItem item, TakeBucket take)
    {
        var term = 0L;
        var failure = await AttemptAsync(async limit =>
        {
            await _connection.EnsureAsync(limit);
            term = await limit.RunAsync(until => BucketTerms.TakeAsync(_connection.Open, take.Bucket, take.AtLeast, until));
        });
        if (failure is null)
            take.ReplyTo.Tell(new BucketTaken(take, term, null), ActorRefs.NoSender);
        else
            _health.Fail(item, failure.Fault);
    }

    // Until it succeeds, the time is over, or there is no use in another attempt.
    private async Task<Failure?> AttemptAsync(Func<TimeLimit, Task> attempt)
    {
        using var limit = new TimeLimit(_timeout, _health.Time);
        while (true)
        {
            try
            {
                await attempt(limit);
                return null;
            }
            catch (Exception fault)
            {
                _connection.Drop();
                var noted = _health.Note(fault);
                await limit.PauseAsync(PostgresFaults.IsOutage(fault) && noted.Cause != StorageFault.Full ? RetryDelay : TimeSpan.Zero);
                if (limit.IsOver || !PostgresFaults.IsOutage(fault) || noted.Cause == StorageFault.Full)
                    return new Failure(noted, PostgresFaults.IsOfOneStatement(fault));
            }
        }
    }

    private sealed record Failure(StorageFault Fault, bool IsOfOneStatement);
}
