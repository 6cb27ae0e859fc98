using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage;

/// <summary>The state of the storage for health checks. Thread-safe.</summary>
internal sealed class StorageState
{
    private volatile StorageFault? _fault;

    /// <summary>The reason why durable topics refuse publications; null if there is none.</summary>
    public StorageFault? Fault => _fault;

    public void Become(StorageFault? fault) => _fault = fault;
}
