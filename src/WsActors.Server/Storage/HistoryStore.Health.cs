using WsActors.Actors.Topics.Storage;

namespace WsActors.Server.Storage;

/// <summary>What happens when the disk fails, and between the requests.</summary>
internal sealed partial class HistoryStore
{
    /// <summary>Does something in a transaction: all of it, or, with a fault, nothing.</summary>
    private StorageFault? Try(Action write)
    {
        try
        {
            _database.Execute("BEGIN IMMEDIATE");
            write();
            _database.Execute("COMMIT");
            BecomeAvailable();
            return null;
        }
        catch (Exception exception)
        {
            var fault = Note(exception);
            Undo();
            return fault;
        }
    }

    private void Undo()
    {
        try
        {
            _database.Rollback();
            _table.Recount();
        }
        catch (Exception exception)
        {
            Note(exception);
        }
    }

    private StorageFault Note(Exception exception)
    {
        var fault = StorageException.FaultOf(exception);
        _telemetry.Failed(fault.Cause);
        if (fault.Cause == StorageFault.Internal)
            LogFault(exception);
        else if (fault.Cause != StorageFault.TooManyTopics)
            BecomeUnavailable(fault, exception);
        return fault;
    }

    private void BecomeUnavailable(StorageFault fault, Exception exception)
    {
        if (_state.Fault?.Cause != fault.Cause)
            LogUnavailable(fault.Cause, exception.Message);
        _state.Become(fault);
        _telemetry.Became(available: false);
    }

    private void BecomeAvailable()
    {
        if (_state.Fault is null)
            return;

        _state.Become(null);
        _telemetry.Became(available: true);
        LogAvailable();
    }

    // The sweep writes nothing where nothing is too old, so a failed disk is tried by a write of its own.
    private void LookAfter()
    {
        _lookedAfterAt = _time.GetTimestamp();
        var forgotten = 0;
        Try(() =>
        {
            forgotten = _sweep.Continue(_time.GetUtcNow());
            if (_state.Fault is not null)
                _database.Execute("UPDATE unused SET epoch = epoch");
        });
        if (forgotten > 0)
            _table.Recount();
        var (bytes, topics) = (_database.Length, _table.Count);
        _telemetry.Grew(bytes - _reported.Bytes, topics - _reported.Topics);
        _reported = (bytes, topics);
    }

    private void LogOpened()
    {
        LogDirectory(_database.Settings.Directory, _table.Count, _database.Length);
        if (_database.UncleanStop is not { } stop)
            return;

        LogUncleanStop(stop.RecoveredPages, stop.CutBytes);
        if (stop.LostCommits > 0)
            LogLostCommits(stop.LostCommits);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Durable histories in {Directory}: {Topics} topics, {Bytes} bytes")]
    private partial void LogDirectory(string directory, long topics, long bytes);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The last process did not stop cleanly: {Pages} pages of its last commits were recovered, {Bytes} bytes of an unfinished commit were cut off")]
    private partial void LogUncleanStop(int pages, long bytes);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "The disk has lost {Commits} commits that were finished: every durable topic goes on under a new epoch")]
    private partial void LogLostCommits(int commits);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "The history of topic {Topic} is damaged and its older messages are lost: {Fault}")]
    private partial void LogDamaged(string topic, string fault);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "Publications to durable topics are refused until the disk works ({Cause}): {Message}")]
    private partial void LogUnavailable(string cause, string message);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "Publications to durable topics are taken again")]
    private partial void LogAvailable();

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "The store of durable topics failed")]
    private partial void LogFault(Exception exception);
}
