using System.Collections.Concurrent;
using System.Text;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Storage.Postgres;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>Several nodes on one database: a right that has ended changes nothing.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class PostgresFenceTests(PostgresServer server)
{
    [PostgresFact]
    public void A_term_that_was_taken_over_changes_no_row()
    {
        using var old = Node();
        using var next = Node(old.Name);
        old.Append(1, "a", fence: new(3, 2));

        Assert.Equal(1, next.Load(fence: new(3, 3)).Position.Offset);

        Assert.Equal(StorageFault.Fenced, old.AppendRefused(2, "b", fence: new(3, 2)).Cause);
        Assert.Equal(StorageFault.Fenced, old.TrimRefused(1, new(3, 2)).Cause);
        Assert.Contains("taken bucket 3 over with term 3, after term 2", old.LoadRefused(new(3, 2)).Message, StringComparison.Ordinal);
        Assert.Equal(["1 a"], next.Kept());
        next.Append(2, "c", fence: new(3, 3));
        Assert.Equal(["1 a", "2 c"], next.Kept());
    }

    [PostgresFact]
    public void A_bucket_is_granted_with_a_term_that_no_home_had_before()
    {
        using var old = Node();
        using var next = Node(old.Name);

        Assert.Equal(7, old.TakeOver(3, atLeast: 7).Term);
        Assert.Equal(8, next.TakeOver(3, atLeast: 1).Term);
        Assert.Equal(1, next.TakeOver(4, atLeast: 1).Term);
        Assert.Equal(StorageFault.Fenced, old.AppendRefused(1, "a", fence: new(3, 7)).Cause);
        next.Append(1, "a", fence: new(3, 8));
    }

    [PostgresFact]
    public async Task A_bucket_is_granted_when_what_its_home_had_under_way_has_ended()
    {
        var patient = new StorageSettings { PostgresTimeout = TimeSpan.FromMinutes(1) };
        using var old = new PostgresHistory(server, settings: patient, isShared: true).Open();
        using var next = new PostgresHistory(server, old.Name, patient, isShared: true).Open();
        old.Append(1, "a", fence: new(3, 1));
        await using (var other = server.Connect(old.Name))
        {
            await using var transaction = await other.BeginTransactionAsync();
            await other.ExecuteAsync("SELECT FROM wsactors.topics FOR UPDATE", CancellationToken.None);
            old.Submit(2, "b", fence: new(3, 1));
            await ExpectWaitingAsync(old.Name, "transactionid");

            next.SubmitTakeOver(3, atLeast: 1);
            await ExpectWaitingAsync(old.Name, "advisory");
            await transaction.CommitAsync();
        }

        old.ExpectDone();
        Assert.Equal(2, next.TakeTaken().Term);
        Assert.Equal(["1 a", "2 b"], next.Kept());
        Assert.Equal(StorageFault.Fenced, old.AppendRefused(3, "c", fence: new(3, 1)).Cause);
    }

    // The cluster raises the term of a home that stays where it is when one of its replicas dies.
    [PostgresFact]
    public void A_home_whose_term_was_raised_goes_on()
    {
        using var node = Node();
        node.Append(1, "a", fence: new(3, 2));

        node.Append(2, "b", fence: new(3, 5));

        Assert.Equal(StorageFault.Fenced, node.AppendRefused(3, "c", fence: new(3, 4)).Cause);
        Assert.Equal(["1 a", "2 b"], node.Kept());
    }

    [PostgresFact]
    public void Of_two_servers_without_a_cluster_the_one_that_started_last_writes()
    {
        using var old = new PostgresHistory(server).Open();
        old.Append(1, "a");
        using var next = new PostgresHistory(server, old.Name).Open();

        Assert.Equal(StorageFault.Fenced, old.AppendRefused(2, "b").Cause);
        Assert.Equal(StorageFault.Fenced, old.LoadRefused().Cause);
        next.Append(2, "c");
        Assert.Equal(["1 a", "2 c"], next.Kept());
        Assert.Single(old.Log.Lines, line => line.Contains("another server has taken the durable topics in PostgreSQL over", StringComparison.Ordinal));
    }

    [PostgresFact]
    public void A_cluster_and_a_single_server_do_not_write_to_one_database()
    {
        using var single = new PostgresHistory(server).Open();
        single.Append(1, "a");
        using var node = Node(single.Name);

        Assert.Equal(StorageFault.Fenced, single.AppendRefused(2, "b").Cause);
        node.Append(2, "c", fence: new(3, 1));

        using var other = new PostgresHistory(server, single.Name).Open();
        Assert.Equal(StorageFault.Fenced, node.AppendRefused(3, "d", fence: new(3, 1)).Cause);
        other.Append(3, "e");
    }

    // A home that was not told of its end numbers on from what it knows.
    [PostgresFact]
    public void A_message_that_does_not_follow_the_stored_ones_is_refused_as_stale()
    {
        using var node = Node();
        node.Append(1, "a");

        Assert.Equal(StorageFault.Stale, node.AppendRefused(1, "again").Cause);
        Assert.Equal(StorageFault.Stale, node.AppendRefused(3, "too far").Cause);
        node.Submit(2, "another epoch", epoch: "f");
        Assert.Equal(StorageFault.Stale, node.TakeFault().Cause);
        Assert.Equal(["1 a"], node.Kept());
    }

    [PostgresFact]
    public async Task Homes_that_take_a_bucket_from_each_other_lose_nothing_and_number_nothing_twice()
    {
        const int Homes = 4;
        const int Rounds = 25;
        using var first = Node();
        var acknowledged = new ConcurrentDictionary<long, string>();

        await Task.WhenAll(Enumerable.Range(0, Homes).Select(home => Task.Run(() =>
        {
            using var node = Node(first.Name);
            for (var round = 0; round < Rounds; round++)
                PublishUntilFenced(node, $"{home}/{round}", acknowledged);
        })));

        var kept = first.Load().Messages;
        Assert.Equal(Enumerable.Range(1, kept.Count).Select(offset => (long)offset), kept.Select(message => message.Offset));
        Assert.NotEmpty(acknowledged);
        Assert.All(acknowledged, pair => Assert.Equal(pair.Value, Encoding.UTF8.GetString(kept[(int)pair.Key - 1].Publication.Payload.Span)));
    }

    private Task ExpectWaitingAsync(string database, string lockType) => Eventually.HoldsAsync(() =>
    {
        Assert.Equal(1, server.Scalar<int>(
            database,
            $"""
            SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE a.datname = '{database}' AND l.locktype = '{lockType}' AND NOT l.granted
            """));
        return Task.CompletedTask;
    });

    private static void PublishUntilFenced(PostgresHistory node, string text, ConcurrentDictionary<long, string> acknowledged)
    {
        var fence = new StorageFence(3, node.TakeOver(3, atLeast: 1).Term);
        node.Submit(fence);
        if (node.TakeAnswer() is not StorageAnswer.Loaded loaded)
            return;

        for (var offset = loaded.Position.Offset + 1; offset <= loaded.Position.Offset + 5; offset++)
        {
            node.Submit(offset, text, fence: fence);
            if (node.TakeAnswer() is not StorageAnswer.Done)
                return;

            Assert.True(acknowledged.TryAdd(offset, text), $"offset {offset} was given twice");
        }
    }

    private PostgresHistory Node(string? name = null) => new PostgresHistory(server, name, isShared: true).Open();
}
