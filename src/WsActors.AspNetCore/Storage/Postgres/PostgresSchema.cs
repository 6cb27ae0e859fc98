using System.Globalization;
using Npgsql;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>The tables of durable topics in the schema <c>wsactors</c>, and how they are made and migrated.</summary>
internal static class PostgresSchema
{
    /// <summary>The tables' version, in <c>wsactors.store</c>.</summary>
    public const int Version = 1;

    /// <summary>An expression for a new random epoch.</summary>
    public const string NewEpoch = "substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)";

    // One row per batch, as in history.db. Payloads are not compressed a second time ("EXTERNAL"). "written" is the transaction that wrote the
    // row of the store: a restored dump writes it in another one.
    private const string Tables =
        $"""
        CREATE TABLE wsactors.store (
            version int NOT NULL, taken bigint NOT NULL, owner bigint NOT NULL, epoch text NOT NULL, restored boolean NOT NULL,
            system bigint NOT NULL, database bigint NOT NULL, timeline bigint NOT NULL, written bigint NOT NULL);
        INSERT INTO wsactors.store VALUES (1, 0, 0, {NewEpoch}, false, 0, 0, 0, pg_current_xact_id()::text::bigint);
        CREATE TABLE wsactors.buckets (bucket int PRIMARY KEY, term bigint NOT NULL);
        CREATE TABLE wsactors.writers (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, session bigint NOT NULL, commits bigint NOT NULL, seen timestamptz NOT NULL)
            WITH (fillfactor = 50);
        CREATE TABLE wsactors.topics (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE, epoch text NOT NULL, last bigint NOT NULL,
            keep_ms bigint NOT NULL, used_ms bigint NOT NULL) WITH (fillfactor = 70);
        CREATE TABLE wsactors.batches (
            topic bigint NOT NULL, last bigint NOT NULL, at_ms bigint NOT NULL, records bytea NOT NULL, PRIMARY KEY (topic, last));
        ALTER TABLE wsactors.batches ALTER records SET STORAGE EXTERNAL;
        """;

    /// <summary>The statements that lead from each version to the next and note it; the first makes the tables.</summary>
    private static readonly IReadOnlyList<string> Steps = [Tables];

    /// <summary>Makes the tables, or brings them to this version. Several processes may do so at once.</summary>
    /// <exception cref="InvalidConfigurationException">The tables are of a later version.</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, string name, CancellationToken until)
    {
        if (await VersionAsync(connection, until) == Version)
            return;

        // Before the transaction begins: it would not see tables that another one makes while it waits. The lock ends with the connection.
        await connection.ExecuteAsync(Sql.SessionLock, until, Sql.SchemaLock);
        await connection.TransactAsync(() => MigrateAsync(connection, name, until), until);
        await connection.ExecuteAsync(Sql.SessionUnlock, until, Sql.SchemaLock);
    }

    private static async Task MigrateAsync(NpgsqlConnection connection, string name, CancellationToken until)
    {
        var version = await VersionAsync(connection, until);
        if (version > Version)
            throw new InvalidConfigurationException(
                PostgresSource.Key, name, $"the tables there are of version {version}, and this program knows version {Version}");

        // Not by "IF NOT EXISTS", which needs the right to make schemas even if there is one.
        if (await connection.ScalarAsync("SELECT to_regnamespace('wsactors')::text", until) is null)
            await connection.ExecuteAsync("CREATE SCHEMA wsactors", until);
        for (var step = version; step < Version; step++)
            await RunAsync(connection, Steps[step], until);
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken until) =>
        await connection.ScalarAsync("SELECT to_regclass('wsactors.store')::text", until) is null
            ? 0
            : Convert.ToInt32(await connection.ScalarAsync("SELECT version FROM wsactors.store", until), CultureInfo.InvariantCulture);

    // Several statements without parameters.
    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken until)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(until);
    }
}
