using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>Records failures and recovery of the database for health checks, metrics and the log. Thread-safe.</summary>
internal sealed partial class PostgresHealth(
    PostgresDatabase database, StorageState state, StorageTelemetry telemetry, TimeProvider time, ILogger log)
{
    private readonly Lock _lock = new();
    private long _failingSince;
    private int _isFenced;

    public StorageTelemetry Telemetry { get; } = telemetry;

    public TimeProvider Time { get; } = time;

    public StorageFault? Fault => state.Fault;

    /// <summary>
    /// The fault, if the database has been out of reach for so long that requests need not wait for it; otherwise null. Shorter outages,
    /// such as a restart, are waited for.
    /// </summary>
    public StorageFault? LastingFault
    {
        get
        {
            lock (_lock)
            {
                return state.Fault is { Cause: StorageFault.InputOutput } fault && Time.GetElapsedTime(_failingSince) > database.Settings.PostgresTimeout
                    ? fault
                    : null;
            }
        }
    }

    /// <summary>Records a failure.</summary>
    /// <returns>The fault for those who asked.</returns>
    public StorageFault Note(Exception exception)
    {
        var fault = PostgresFaults.FaultOf(exception);
        if (PostgresFaults.IsOfMissingTables(exception))
            database.LookAgain();
        if (fault.Cause == StorageFault.Internal)
            LogFault(exception);
        else
            Become(fault, PostgresFaults.Explain(exception));
        return fault;
    }

    /// <summary>Records that the database works.</summary>
    public void Recover()
    {
        lock (_lock)
        {
            Telemetry.Became(available: true);
            if (state.Fault is null)
                return;

            state.Become(null);
        }

        LogAvailable();
    }

    /// <summary>Reports changed epochs, if there were any.</summary>
    public void ReportSetBack()
    {
        if (database.TakeSetBack() is { } reason)
            LogSetBack(reason);
    }

    private void Become(StorageFault fault, string message)
    {
        bool isNew;
        lock (_lock)
        {
            isNew = state.Fault?.Cause != fault.Cause;
            if (isNew)
                _failingSince = Time.GetTimestamp();
            state.Become(fault);
            Telemetry.Became(available: false);
        }

        if (isNew)
            LogUnavailable(database.Name, fault.Cause, message);
    }

    /// <summary>Logs the database and its size.</summary>
    public void ReportOpened(long topics, long bytes) => LogOpened(database.Name, topics, bytes);

    /// <summary>Logs a damaged history.</summary>
    public void ReportDamaged(string topic, string fault)
    {
        Telemetry.Failed(StorageFault.Damaged);
        LogDamaged(topic, fault);
    }

    /// <summary>Answers a request that has failed, and counts it.</summary>
    public void Fail(LaneItem item, StorageFault fault)
    {
        Telemetry.Failed(fault.Cause);
        if (ReferenceEquals(fault, Rights.Lost) && Interlocked.Exchange(ref _isFenced, 1) == 0)
            LogFenced(fault.Message);
        item.Fail(fault);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Durable histories in PostgreSQL {Database}: topics {Topics}, bytes {Bytes}")]
    private partial void LogOpened(string database, long topics, long bytes);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Every durable topic continues with a new epoch, and returning clients must load their state again: {Reason}")]
    private partial void LogSetBack(string reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "The history of topic {Topic} is damaged, and some of its messages are lost: {Fault}")]
    private partial void LogDamaged(string topic, string fault);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "Publications to durable topics are refused until PostgreSQL {Database} works again ({Cause}): {Message}")]
    private partial void LogUnavailable(string database, string cause, string message);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "Publications to durable topics are accepted again")]
    private partial void LogAvailable();

    [LoggerMessage(EventId = 6, Level = LogLevel.Error, Message = "The store of durable topics failed")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "Publications to durable topics are refused: {Message}")]
    private partial void LogFenced(string message);
}
