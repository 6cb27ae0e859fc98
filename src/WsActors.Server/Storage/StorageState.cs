using WsActors.Actors.Topics.Storage;

namespace WsActors.Server.Storage;

/// <summary>Whether durable topics can be published to, for health checks. Safe on any thread.</summary>
public sealed class StorageState
{
    private volatile StorageFault? _fault;

    /// <summary>Why not; null where all is well, or no topic is durable.</summary>
    public StorageFault? Fault => _fault;

    public void Become(StorageFault? fault) => _fault = fault;
}
