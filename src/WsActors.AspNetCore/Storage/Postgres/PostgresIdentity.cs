using System.Globalization;
using Npgsql;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>The marks that distinguish a database from its copies and from its own past; 0 stands for one that the server does not report.</summary>
/// <param name="System">PostgreSQL's number of the data directory, which only its physical copies share.</param>
/// <param name="Database">The database's number within it.</param>
/// <param name="Timeline">The timeline, which is raised when a standby is promoted or a base backup is restored.</param>
internal readonly record struct PostgresIdentity(long System, long Database, long Timeline)
{
    /// <summary>Reads it from the server.</summary>
    public static async Task<PostgresIdentity> ReadAsync(NpgsqlConnection connection, CancellationToken until) => new(
        await NumberAsync(connection, "SELECT system_identifier FROM pg_control_system()", until),
        await NumberAsync(connection, "SELECT oid::bigint FROM pg_database WHERE datname = current_database()", until),
        await NumberAsync(connection, "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint", until));

    /// <summary>Compares the identity that was recorded with the present one.</summary>
    /// <returns>The reason for doubt, as the end of a sentence; null if there is none.</returns>
    public static string? Doubt(PostgresIdentity recorded, PostgresIdentity present)
    {
        if (Differ(recorded.System, present.System))
            return "the database is on another PostgreSQL server than before";
        if (Differ(recorded.Database, present.Database))
            return "the database is a copy of the one that was used before";
        return Differ(recorded.Timeline, present.Timeline)
            ? $"PostgreSQL continues on timeline {present.Timeline} after {recorded.Timeline}, so a standby was promoted or a backup restored"
            : null;
    }

    private static bool Differ(long recorded, long present) => recorded != 0 && present != 0 && recorded != present;

    // Servers that are run by others may not permit these functions, or not have them.
    private static async Task<long> NumberAsync(NpgsqlConnection connection, string sql, CancellationToken until)
    {
        try
        {
            return Convert.ToInt64(await connection.ScalarAsync(sql, until), CultureInfo.InvariantCulture);
        }
        catch (PostgresException fault) when (
            fault.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.FeatureNotSupported)
        {
            return 0;
        }
    }
}
