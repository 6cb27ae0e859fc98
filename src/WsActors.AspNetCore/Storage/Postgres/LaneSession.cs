using Npgsql;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>
/// A lane's use of one connection, recorded in the lane's row of <c>wsactors.writers</c>. Its number fences connections that the lane has given
/// up: whatever of them still reaches the server changes nothing. The number of commits shows whether a commit took effect whose answer did not
/// come, and whether the database was set back.
/// </summary>
/// <param name="Writer">The lane's row.</param>
/// <param name="Number">The number of this session.</param>
/// <param name="Commits">The lane's commits so far.</param>
internal sealed record LaneSession(long Writer, long Number, long Commits)
{
    /// <summary>Counts a commit within its transaction; changes no row if another session has begun.</summary>
    public const string Count = "UPDATE wsactors.writers SET commits = commits + 1, seen = now() WHERE id = $1 AND session = $2";

    private const string Insert = "INSERT INTO wsactors.writers (session, commits, seen) VALUES (0, 0, now()) RETURNING id";

    private const string Next = "UPDATE wsactors.writers SET session = session + 1, seen = now() WHERE id = $1 RETURNING session, commits";

    /// <summary>True if the commit that was uncertain when this session began took effect.</summary>
    public bool ConfirmsLast { get; private init; }

    /// <summary>Begins a session, which ends each earlier one of the lane.</summary>
    /// <param name="database">The database, whose epochs change if it was set back.</param>
    /// <param name="connection">The connection of the new session.</param>
    /// <param name="last">The lane's last session; null if this is its first.</param>
    /// <param name="isUncertain">True if it is not known whether one more commit of that session took effect.</param>
    /// <param name="until">Ends the attempt.</param>
    public static async Task<LaneSession> BeginAsync(
        PostgresDatabase database, NpgsqlConnection connection, LaneSession? last, bool isUncertain, CancellationToken until)
    {
        if (last is not null)
        {
            var next = await NextAsync(connection, last.Writer, until);
            var known = last.Commits;
            if (next is not null && (next.Commits == known || (isUncertain && next.Commits == known + 1)))
                return next with { ConfirmsLast = next.Commits > known };

            await database.SetBackAsync(
                connection,
                next is null
                    ? "the database does not know this node, so it was set back to a time before the node's start"
                    : $"the database has {next.Commits} commits of this node, which knows of {known}, so it was set back",
                until);
        }

        return new LaneSession((long)(await connection.ScalarAsync(Insert, until))!, 0, 0);
    }

    /// <summary>Adds a commit.</summary>
    public LaneSession Committed() => this with { Commits = Commits + 1, ConfirmsLast = false };

    private static async Task<LaneSession?> NextAsync(NpgsqlConnection connection, long writer, CancellationToken until)
    {
        await using var batch = new NpgsqlBatch(connection).Add(Next, writer);
        await using var row = await batch.ExecuteReaderAsync(until);
        return await row.ReadAsync(until) ? new LaneSession(writer, row.GetInt64(0), row.GetInt64(1)) : null;
    }
}
