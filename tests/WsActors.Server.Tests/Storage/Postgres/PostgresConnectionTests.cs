using WsActors.Actors.Settings;
using WsActors.AspNetCore.Storage.Postgres;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>How much of PostgreSQL a node takes.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class PostgresConnectionTests(PostgresServer server)
{
    private const int Topics = 200;

    [PostgresFact]
    public void No_more_connections_are_open_than_may_be()
    {
        using var history = new PostgresHistory(server, settings: new StorageSettings { PostgresConnections = 3 }).Open();
        for (var i = 0; i < Topics; i++)
            history.Submit(1, "x", topic: TopicName.Parse($"t{i}"));
        for (var i = 0; i < Topics; i++)
            history.ExpectDone();

        var open = server.Scalar<int>("postgres", $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{history.Name}' AND application_name = 'wsactors'");

        // One more for upkeep, which may not have begun.
        Assert.InRange(open, 3, 4);
    }

    [PostgresFact]
    public async Task An_answer_means_stored_whatever_the_database_is_set_to()
    {
        var name = server.CreateDatabase();
        server.Execute(name, $"ALTER DATABASE {name} SET synchronous_commit = off");
        server.Execute(name, $"ALTER DATABASE {name} SET default_transaction_isolation = serializable");
        using var history = new PostgresHistory(server, name).Open();
        history.Append(1, "a");
        history.Append(2, "b");
        Assert.Equal(["1 a", "2 b"], history.Kept());

        await using var database = await PostgresDatabase.OpenAsync(history.Settings, isShared: true);
        await using var connection = await database.ConnectAsync(CancellationToken.None);

        Assert.Equal("off", server.Scalar<string>(name, "SHOW synchronous_commit"));
        Assert.Equal("on", await connection.ScalarAsync("SHOW synchronous_commit", CancellationToken.None));
    }
}
