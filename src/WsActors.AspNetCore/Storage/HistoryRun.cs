namespace WsActors.AspNetCore.Storage;

/// <summary>
/// This process's run on <c>history.db</c>. It continues the last run if the file is unchanged since then, and otherwise begins new
/// epochs. Each commit is recorded in the mark next to the file. Used by one thread at a time.
/// </summary>
internal sealed class HistoryRun : IDisposable
{
    private const string NewEpochs =
        "UPDATE topics SET epoch = lower(hex(randomblob(6))); UPDATE unused SET epoch = lower(hex(randomblob(6)));";

    private readonly HistoryDatabase _database;
    private readonly RunTable _table;
    private readonly ContinuityMark _mark;
    private RunRecord? _record;
    private bool _isBegun;
    private long _commits;
    private long _renewedAt = -1;

    private HistoryRun(HistoryDatabase database, int lostCommits)
    {
        _database = database;
        _table = new RunTable(database.Connection);
        _mark = ContinuityMark.Open(database.Settings.Directory);
        _record = _table.Read();
        Doubt = Continuity.Doubt(_record, _mark.Found, File.Exists(RestoredPath), lostCommits);
    }

    /// <summary>The reason why every topic continues with a new epoch; null if they keep their epochs.</summary>
    public string? Doubt { get; }

    private string RestoredPath => Path.Combine(_database.Settings.Directory, HistoryDatabase.RestoredFileName);

    /// <summary>
    /// Begins a run. On a full disk the run begins with the first write, unless the epochs must change before anything is read.
    /// </summary>
    public static HistoryRun Begin(HistoryDatabase database, int lostCommits)
    {
        var run = new HistoryRun(database, lostCommits);
        try
        {
            run.EnsureBegun();
        }
        catch (Exception fault) when (run.Doubt is null && StorageException.IsOfDisk(fault))
        {
            database.Rollback();
        }

        return run;
    }

    /// <summary>Records in the file that this run uses it.</summary>
    public void EnsureBegun()
    {
        if (_isBegun)
            return;

        _commits = Math.Max(_record?.Commits ?? 0, _mark.Found?.Commits ?? 0);
        _database.Execute("BEGIN IMMEDIATE");
        if (Doubt is not null)
            _database.Execute(NewEpochs);
        _record = _table.Begin(_mark.Found?.Run ?? string.Empty, _commits);
        _database.Execute("COMMIT");
        _isBegun = true;
        RenewMark();
        File.Delete(RestoredPath);
    }

    /// <summary>Counts a commit, within its transaction.</summary>
    public void Count() => _table.Count(_commits + 1);

    /// <summary>Records that the counted commit is safely on disk.</summary>
    public void Counted()
    {
        _commits++;
        Attempt(() => _mark.Note(_commits));
    }

    /// <summary>Writes the mark again if there were commits since the last time.</summary>
    /// <returns>The reason of a failure, or null.</returns>
    public string? RenewMark() => !_isBegun || _renewedAt == _commits ? null : Attempt(() =>
    {
        _mark.Renew(_record!.Run, _commits);
        _renewedAt = _commits;
    });

    public void Dispose()
    {
        _table.Dispose();
        _mark.Dispose();
    }

    // A mark that lags behind claims fewer commits than there are, which is safe.
    private static string? Attempt(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
