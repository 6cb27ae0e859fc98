using WsActors.Actors.Settings;
using WsActors.AspNetCore.Storage.Postgres;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>Topics that nobody uses: what is too old goes, and at last the topic itself.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class PostgresSweepTests(PostgresServer server)
{
    private static readonly StorageSettings Settings = new() { ForgetAfter = TimeSpan.FromDays(30) };
    private static readonly DateTimeOffset Later = DateTimeOffset.UtcNow.AddHours(2);

    [PostgresFact]
    public async Task Messages_that_are_too_old_go_and_the_topic_stays_with_its_epoch_and_offset()
    {
        using var history = new PostgresHistory(server, settings: Settings).Open();
        history.Append(1, "a", count: 3);

        Assert.Equal(0, await SweepAsync(history, DateTimeOffset.UtcNow));
        Assert.Equal(3, history.Load().Messages.Count);
        Assert.Equal(0, await SweepAsync(history, Later));

        var loaded = history.Load();
        Assert.Equal((new TopicPosition(StoreClient.Epoch, 3), 0), (loaded.Position, loaded.Messages.Count));
    }

    [PostgresFact]
    public async Task A_topic_that_was_empty_for_long_is_forgotten_and_its_name_never_has_its_epoch_again()
    {
        using var history = new PostgresHistory(server, settings: Settings).Open();
        var unused = history.Load(TopicName.Parse("unused")).Position.Epoch;
        history.Submit(1, "a", epoch: unused);
        history.ExpectDone();
        await SweepAsync(history, Later);

        Assert.Equal(1, await SweepAsync(history, Later.AddDays(30)));

        var position = history.Load().Position;
        Assert.Equal(0, position.Offset);
        Assert.NotEqual(unused, position.Epoch);
        history.Submit(1, "a", epoch: position.Epoch);
        history.ExpectDone();
    }

    [PostgresFact]
    public async Task All_topics_have_their_turn()
    {
        using var history = new PostgresHistory(server, settings: Settings).Open();
        for (var i = 0; i < 600; i++)
            history.Submit(1, "x", topic: TopicName.Parse($"t{i}"));
        for (var i = 0; i < 600; i++)
            history.ExpectDone();

        await using var database = await PostgresDatabase.OpenAsync(history.Settings, isShared: true);
        var sweep = new PostgresSweep(history.Settings);
        await using var connection = await database.ConnectAsync(CancellationToken.None);
        for (var i = 0; i < 3; i++)
            await sweep.ContinueAsync(connection, Later, CancellationToken.None);

        Assert.Equal(0, server.Scalar<long>(history.Name, "SELECT count(*) FROM wsactors.batches"));
    }

    [PostgresFact]
    public async Task One_node_sweeps_at_a_time()
    {
        using var history = new PostgresHistory(server, settings: Settings).Open();
        history.Append(1, "a");
        await using var other = server.Connect(history.Name);
        await using var transaction = await other.BeginTransactionAsync();
        Assert.Equal(true, await other.ScalarAsync(Sql.TryLock, CancellationToken.None, Sql.SweepLock));

        await SweepAsync(history, Later);
        Assert.Single(history.Kept());

        await transaction.CommitAsync();
        await SweepAsync(history, Later);
        Assert.Empty(history.Kept());
    }

    private static async Task<int> SweepAsync(PostgresHistory history, DateTimeOffset now)
    {
        await using var connection = new Npgsql.NpgsqlConnection(history.Settings.Postgres + ";Pooling=false");
        await connection.OpenAsync();
        return await new PostgresSweep(history.Settings).ContinueAsync(connection, now, CancellationToken.None);
    }
}
