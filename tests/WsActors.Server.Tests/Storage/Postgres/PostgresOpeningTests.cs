using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Storage.Postgres;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>A database that cannot be used is named in one line: at the start, or in the log if it may be there later.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class PostgresOpeningTests(PostgresServer server)
{
    [PostgresFact]
    public void A_wrong_password_stops_the_start() =>
        Assert.Contains("password authentication failed", Refusal(Good() + ";Password=wrong"), StringComparison.Ordinal);

    [PostgresFact]
    public void A_database_that_is_not_there_stops_the_start() =>
        Assert.Contains("does not exist", Refusal(server.To("missing")), StringComparison.Ordinal);

    [PostgresFact]
    public void An_account_that_may_not_make_the_tables_stops_the_start()
    {
        var name = server.CreateDatabase();
        server.Execute(name, $"CREATE ROLE r{name} LOGIN PASSWORD 'p'");

        Assert.Contains("permission denied", Refusal(server.To(name) + $";Username=r{name};Password=p"), StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Tables_of_a_later_version_stop_the_start()
    {
        using var history = new PostgresHistory(server).Open();
        server.Execute(history.Name, "UPDATE wsactors.store SET version = 2");

        Assert.Contains("of version 2, and this program knows version 1", Refusal(history.Settings.Postgres), StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Tables_that_were_made_for_the_account_need_no_right_to_make_more()
    {
        using var history = new PostgresHistory(server).Open();
        history.Append(1, "a");
        history.Close();
        var role = $"r{history.Name}";
        server.Execute(history.Name, $"CREATE ROLE {role} LOGIN PASSWORD 'p'");
        server.Execute(history.Name, $"GRANT USAGE ON SCHEMA wsactors TO {role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA wsactors TO {role}");

        using var limited = new PostgresHistory(server, history.Name, account: (role, "p")).Open();
        limited.Append(2, "b");
        Assert.Equal(["1 a", "2 b"], limited.Kept());
        Assert.DoesNotContain("new epoch", limited.Logged, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "it is not a connection string")]
    [InlineData("Host=db;Bogus=1", "it is not a connection string")]
    [InlineData("Username=u", "it needs a Host")]
    public void A_connection_string_that_is_none_stops_the_start_and_is_not_shown(string text, string expected)
    {
        var message = Assert.Throws<InvalidConfigurationException>(() => PostgresSource.Of(new StorageSettings { Postgres = text })).Message;

        Assert.StartsWith("WsActors:Storage:Postgres is \"…\": ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_string_may_stand_in_a_file()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "Host=db.example;Username=u;Password=secret;Database=d\n");
        using var source = PostgresSource.Of(new StorageSettings { PostgresPath = path });
        File.Delete(path);

        Assert.Equal("u@db.example:5432/d", PostgresSource.NameOf(source));
        var refused = Assert.Throws<InvalidConfigurationException>(() => PostgresSource.Of(new StorageSettings { PostgresPath = path })).Message;
        Assert.StartsWith($"WsActors:Storage:PostgresPath is \"{path}\": it cannot be read", refused, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_server_that_is_not_there_lets_the_node_start_and_is_logged_once()
    {
        using var alone = new PostgresServer();
        using var history = new PostgresHistory(alone);
        alone.Stop();
        history.Begin();

        Assert.Equal(StorageFault.InputOutput, history.State.Fault?.Cause);
        Assert.Equal(StorageFault.InputOutput, history.AppendRefused(1, "a").Cause);
        Assert.Single(history.Log.Lines, line => line.Contains("are refused until PostgreSQL", StringComparison.Ordinal));
        Assert.DoesNotContain('\n', history.Log.Lines[0]);

        alone.Start();
        await history.ExpectHealthyAsync();
        history.Append(1, "a");
        Assert.Equal(["1 a"], history.Kept());
    }

    [PostgresFact]
    public async Task Several_nodes_that_start_at_once_make_the_tables_once()
    {
        var settings = new StorageSettings { Postgres = server.To(server.CreateDatabase()) };

        var databases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostgresDatabase.OpenAsync(settings, isShared: true))));

        Assert.All(databases, database => Assert.Null(database.Fault));
        foreach (var database in databases)
            await database.DisposeAsync();
    }

    [PostgresFact]
    public async Task The_program_ends_with_one_line_that_does_not_hold_the_password()
    {
        server.Start();
        var (exitCode, printed) = await RunningServer.StartRefusedAsync(
            PostgresHistory.Program(Good() + ";Password=not-this-one"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("WsActors:Storage:Postgres is \"wsactors@127.0.0.1:", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("not-this-one", printed, StringComparison.Ordinal);
        Assert.Single(printed.Trim().Split('\n'));
    }

    private string Good() => server.Start().To("postgres");

    private string Refusal(string connectionString)
    {
        server.Start();
        var message = Assert.Throws<InvalidConfigurationException>(
            () => PostgresDatabase.OpenAsync(new StorageSettings { Postgres = connectionString }).GetAwaiter().GetResult()).Message;
        Assert.StartsWith("WsActors:Storage:Postgres is \"", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
