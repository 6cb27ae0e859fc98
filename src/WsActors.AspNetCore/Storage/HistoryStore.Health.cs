using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage;

/// <summary>Handles failures of the disk, and maintenance between the requests.</summary>
internal sealed partial class HistoryStore
{
    private string? _markFault;

    /// <summary>Runs an action in a transaction, which is rolled back after an exception.</summary>
    private StorageFault? Try(Action write, bool isCounted)
    {
        try
        {
            EnsureOpen();
            _file.Database.Write(write, isCounted);
            return null;
        }
        catch (Exception exception)
        {
            var fault = Note(exception);
            Undo();
            return fault;
        }
    }

    private void EnsureOpen()
    {
        if (_file.EnsureOpen())
            LogOpened();
    }

    private void Undo()
    {
        if (!_file.IsOpen)
            return;

        try
        {
            _file.Database.Rollback();
            _file.Topics.Recount();
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
            BecomeUnavailable(fault, exception.Message);
        return fault;
    }

    private void BecomeUnavailable(StorageFault fault, string message)
    {
        if (_state.Fault?.Cause != fault.Cause)
            LogUnavailable(fault.Cause, message);
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

    // The sweep writes nothing if no message has expired, so a failed disk is tested with a write of its own.
    private void RunMaintenance()
    {
        _lookedAfterAt = _time.GetTimestamp();
        var forgotten = 0;
        var fault = Try(() =>
        {
            forgotten = _file.Sweep.Continue(_time.GetUtcNow());
            if (_state.Fault is not null)
                _file.Database.Execute("UPDATE unused SET epoch = epoch");
        }, isCounted: false);
        if (!_file.IsOpen)
            return;

        if (fault is null && (_state.Fault?.Cause != StorageFault.Full || StorageRoom.IsEnough(_file.Database)))
            BecomeAvailable();
        NoteMark(_file.Database.RenewMark());
        if (forgotten > 0)
            _file.Topics.Recount();
        ReportSize();
    }

    private void NoteMark(string? fault)
    {
        if (fault is not null && _markFault is null)
            LogMarkFailed(fault);
        _markFault = fault;
    }

    private void ReportSize()
    {
        var (bytes, topics) = (_file.Database.Length, _file.Topics.Count);
        _telemetry.Grew(bytes - _reported.Bytes, topics - _reported.Topics);
        _reported = (bytes, topics);
    }

    private void LogOpened()
    {
        var database = _file.Database;
        LogDirectory(database.Settings.Directory, _file.Topics.Count, database.Length);
        if (database.UncleanStop is { } stop)
            LogUncleanStop(stop.RecoveredPages, stop.CutBytes);
        if (database.SetBack is { } reason)
            LogSetBack(reason);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Durable histories in {Directory}: topics {Topics}, bytes {Bytes}")]
    private partial void LogDirectory(string directory, long topics, long bytes);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The last process did not stop cleanly. Pages recovered from its last commits: {Pages}; bytes of an unfinished commit that were cut off: {Bytes}")]
    private partial void LogUncleanStop(int pages, long bytes);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Every durable topic continues with a new epoch, and returning clients must load their state again: {Reason}")]
    private partial void LogSetBack(string reason);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "The history of topic {Topic} is damaged, and some of its messages are lost: {Fault}")]
    private partial void LogDamaged(string topic, string fault);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "Publications to durable topics are refused until the storage works again ({Cause}): {Message}")]
    private partial void LogUnavailable(string cause, string message);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "Publications to durable topics are accepted again")]
    private partial void LogAvailable();

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "The store of durable topics failed")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "The continuity mark next to history.db cannot be written, so a restored backup may go undetected: {Fault}")]
    private partial void LogMarkFailed(string fault);
}
