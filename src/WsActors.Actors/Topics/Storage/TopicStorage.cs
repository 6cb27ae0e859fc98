using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Topics.Storage;

/// <summary>The store as the topics of a node share it, with a bound for what waits for it. Safe on any thread.</summary>
public sealed class TopicStorage(IHistoryStore store, StorageSettings settings, StorageTelemetry telemetry)
{
    private readonly StorageFault _overloaded = new(
        StorageFault.Overloaded,
        $"{settings.MaxWaitingBytes} bytes of publications wait for the disk, as many as may: publish more slowly, or raise WsActors:Storage:MaxWaitingBytes");

    private long _waitingBytes;

    public IHistoryStore Store { get; } = store;

    /// <summary>Takes in a publication that will wait; or says why not.</summary>
    public StorageFault? TryWait(long bytes)
    {
        // What was about to be added counts for a moment: a bound that is met a little early.
        if (Interlocked.Add(ref _waitingBytes, bytes) <= settings.MaxWaitingBytes)
        {
            telemetry.Waiting(bytes);
            return null;
        }

        Interlocked.Add(ref _waitingBytes, -bytes);
        telemetry.Failed(StorageFault.Overloaded);
        return _overloaded;
    }

    /// <summary>It waits no longer.</summary>
    public void Leave(long bytes)
    {
        Interlocked.Add(ref _waitingBytes, -bytes);
        telemetry.Waiting(-bytes);
    }
}
