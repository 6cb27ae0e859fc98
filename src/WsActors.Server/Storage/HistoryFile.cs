using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Server.Storage;

/// <summary>
/// The store's file with its statements. A disk that is full or fails at the start keeps it closed, and the node starts
/// without it: each use tries again. Used by one thread at a time.
/// </summary>
internal sealed class HistoryFile : IDisposable
{
    private readonly StorageSettings _settings;
    private HistoryDatabase? _database;
    private TopicTable? _topics;
    private HistorySweep? _sweep;

    private HistoryFile(StorageSettings settings) => _settings = settings;

    /// <summary>Why it could not be opened at first; null where it could.</summary>
    public StorageFault? Fault { get; private set; }

    public bool IsOpen => _sweep is not null;

    public HistoryDatabase Database => _database ?? throw NotOpen();

    public TopicTable Topics => _topics ?? throw NotOpen();

    public HistorySweep Sweep => _sweep ?? throw NotOpen();

    /// <summary>Opens the file, unless the disk does not let it.</summary>
    /// <exception cref="Options.InvalidConfigurationException">It cannot be used whatever the disk does; the message says why.</exception>
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

    /// <summary>Opens it unless it is open.</summary>
    /// <returns>Whether it has just been opened.</returns>
    /// <exception cref="StorageException">The disk does not let it.</exception>
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
