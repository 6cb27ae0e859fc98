using Npgsql;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>A database that may lack what clients were sent gives every topic a new epoch.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class PostgresContinuityTests(PostgresServer server)
{
    [PostgresFact]
    public void Epochs_stay_over_restarts_of_node_and_server()
    {
        using var alone = new PostgresServer();
        using var history = Stored(alone);
        history.Close();
        alone.Stop("immediate");
        alone.Start();

        history.Begin();

        Assert.Equal(StoreClient.Epoch, history.Load().Position.Epoch);
        Assert.DoesNotContain("new epoch", history.Logged, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void An_operator_may_say_that_the_database_was_restored()
    {
        using var history = Stored(server);
        history.Close();
        server.Execute(history.Name, "UPDATE wsactors.store SET restored = true");

        history.Begin();

        AssertNewEpoch(history, "says that the database was restored");
        AssertOnce(history);
    }

    [PostgresFact]
    public void A_dump_that_was_restored_is_recognised()
    {
        using var history = Stored(server);
        history.Close();
        var target = server.CreateDatabase();
        var file = Path.Combine(server.Data, "dump.sql");
        PostgresServer.Run("pg_dump", "--dbname", Uri(server, history.Name), "--file", file);
        PostgresServer.Run("psql", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", Uri(server, target), "--file", file);

        using var restored = new PostgresHistory(server, target).Open();

        AssertNewEpoch(restored, "as it is when a dump is restored");
    }

    [PostgresFact]
    public void A_copy_of_the_database_is_recognised()
    {
        using var history = Stored(server);
        history.Close();
        var copy = $"{history.Name}copy";
        server.Execute("postgres", $"CREATE DATABASE {copy} TEMPLATE {history.Name}");

        using var copied = new PostgresHistory(server, copy).Open();

        AssertNewEpoch(copied, "the database is a copy");
    }

    // The standby may lack commits that the primary has confirmed.
    [PostgresFact]
    public void A_standby_that_was_promoted_is_recognised()
    {
        using var alone = new PostgresServer();
        using var history = Stored(alone);
        history.Close();
        alone.Stop();
        alone.Touch("standby.signal");
        alone.Start();
        PostgresServer.Run("pg_ctl", "-D", alone.Data, "-w", "promote");

        history.Begin();

        AssertNewEpoch(history, "timeline 2 after 1");
        AssertOnce(history);
    }

    [PostgresFact]
    public async Task A_database_that_is_set_back_under_a_running_node_is_recognised()
    {
        using var alone = new PostgresServer();
        using var history = Stored(alone);
        alone.Stop();
        alone.Save();
        alone.Start();
        await history.ExpectHealthyAsync();
        history.Append(2, "b");
        history.Append(3, "c");

        alone.Stop();
        alone.Restore();
        alone.Start();
        await history.ExpectHealthyAsync();

        // The home numbers on from what it knows.
        Assert.Equal(StorageFault.Stale, history.AppendRefused(4, "d").Cause);
        AssertNewEpoch(history, "so it was set back");
    }

    [PostgresFact]
    public async Task A_database_from_before_the_start_of_a_running_node_is_recognised()
    {
        using var alone = new PostgresServer();
        using var history = Stored(alone);
        history.Close();
        alone.Stop();
        alone.Save();
        alone.Start();
        history.Begin();
        history.Append(2, "b");

        alone.Stop();
        alone.Restore();
        alone.Start();
        await history.ExpectHealthyAsync();

        Assert.True(history.AppendRefused(3, "c").IsLogLost);
        AssertNewEpoch(history, "set back to a time before the node's start");
        var loaded = history.Load();
        history.Submit(loaded.Position.Offset + 1, "goes on", epoch: loaded.Position.Epoch);
        history.ExpectDone();
    }

    private static PostgresHistory Stored(PostgresServer server)
    {
        var history = new PostgresHistory(server).Open();
        history.Append(1, "a");
        return history;
    }

    private static void AssertNewEpoch(PostgresHistory history, string reason)
    {
        var loaded = history.Load();
        Assert.NotEqual(StoreClient.Epoch, loaded.Position.Epoch);
        Assert.Equal([1L], loaded.Messages.Select(message => message.Offset));
        Assert.Contains(reason, Assert.Single(history.Log.Lines, line => line.Contains("new epoch", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static void AssertOnce(PostgresHistory history)
    {
        var epoch = history.Load().Position.Epoch;
        history.Close();
        history.Begin();
        Assert.Equal(epoch, history.Load().Position.Epoch);
    }

    private static string Uri(PostgresServer server, string database)
    {
        var to = new NpgsqlConnectionStringBuilder(server.To(database));
        return $"postgresql://{to.Username}:{System.Uri.EscapeDataString(to.Password!)}@{to.Host}:{to.Port}/{database}";
    }
}
