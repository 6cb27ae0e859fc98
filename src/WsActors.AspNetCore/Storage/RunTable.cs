using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace WsActors.AspNetCore.Storage;

/// <summary>
/// The table in which the file records the run that wrote it last and the number of commits. Used by one thread at a time.
/// </summary>
internal sealed class RunTable(SqliteConnection connection) : IDisposable
{
    // Files from before this table existed get it with their next run.
    private const string Create = "CREATE TABLE IF NOT EXISTS runs (run TEXT NOT NULL, previous TEXT NOT NULL, commits INTEGER NOT NULL)";

    private Statement? _count;

    /// <summary>Reads the record; null if there is none yet.</summary>
    public RunRecord? Read()
    {
        using var tables = new Statement(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'runs'");
        if ((long)tables.Scalar()! == 0)
            return null;

        using var select = new Statement(connection, "SELECT run, previous, commits FROM runs");
        using var row = select.Query();
        return row.Read() ? new RunRecord(row.GetString(0), row.GetString(1), row.GetInt64(2)) : null;
    }

    /// <summary>Records the beginning of a run, within a transaction.</summary>
    /// <param name="previous">The run whose mark is next to the file; empty if there is none.</param>
    /// <param name="commits">The number of commits so far.</param>
    public RunRecord Begin(string previous, long commits)
    {
        var begun = new RunRecord(RandomNumberGenerator.GetHexString(16, lowercase: true), previous, commits);
        using var create = new Statement(connection, Create);
        create.Execute();
        using var clear = new Statement(connection, "DELETE FROM runs");
        clear.Execute();
        using var insert = new Statement(connection, "INSERT INTO runs VALUES (?1, ?2, ?3)");
        insert.Execute(begun.Run, begun.Previous, begun.Commits);
        return begun;
    }

    /// <summary>Records the number of commits, including the current transaction.</summary>
    public void Count(long commits)
    {
        _count ??= new Statement(connection, "UPDATE runs SET commits = ?1");
        _count.Execute(commits);
    }

    public void Dispose() => _count?.Dispose();
}
