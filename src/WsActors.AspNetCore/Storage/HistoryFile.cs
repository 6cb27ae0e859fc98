using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage;

/// <summary>
/// The store's file with its statements. If the disk is full or fails at the start, the node starts with the file closed, and each
/// use tries to open it again. Used by one thread at a time.
/// </summary>
internal sealed class HistoryFile : IDisposable
{
    private readonly StorageSettings _settings;
    private HistoryDatabase? _database;
    private TopicTable? _topics;
    private HistorySweep? _sweep;

    private HistoryFile(StorageSettings settings) => _settings = settings;

    /// <summary>The reason why the file could not be opened at the start; null if it was opened.</summary>
    public StorageFault? Fault { get; private set; }

    public bool IsOpen => _sweep is not null;

    public HistoryDatabase Database => _database ?? throw NotOpen();

    public TopicTable Topics => _topics ?? throw NotOpen();

    public HistorySweep Sweep => _sweep ?? throw NotOpen();

    /// <summary>Opens the file, or leaves it closed if the disk is full or fails.</summary>
    /// <exception cref="Options.InvalidConfigurationException">The file cannot be used for a reason other than the disk.</exception>
    public static HistoryFile Open(StorageSettings settings)
    {
        var file = new HistoryFile(settings);
        try
        {
            file.EnsureOpen();
        }
        catch (StorageException fault)
        {
            file.Fault = fault.Fault;
        }

        return file;
    }

    /// <summary>Opens the file unless it is open.</summary>
    /// <returns>True if this call opened the file.</returns>
    /// <exception cref="StorageException">The disk is full or fails.</exception>
    public bool EnsureOpen()
    {
        if (IsOpen)
            return false;

        _database ??= HistoryDatabase.Open(_settings);
        _topics ??= new TopicTable(_database);
        _sweep = new HistorySweep(_database);
        return true;
    }

    public void Dispose()
    {
        _topics?.Dispose();
        _sweep?.Dispose();
        _database?.Dispose();
    }

    private static InvalidOperationException NotOpen() => new("the file of durable topics is used before it is open");
}
