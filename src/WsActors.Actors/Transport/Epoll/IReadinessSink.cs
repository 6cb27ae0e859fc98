namespace WsActors.Actors.Transport.Epoll;

/// <summary>Receives the reports about one descriptor, on the reactor's thread.</summary>
internal interface IReadinessSink
{
    int Descriptor { get; }

    /// <summary>From <see cref="DescriptorTable.NextGeneration"/>; never changes.</summary>
    uint Generation { get; }

    /// <summary>Takes a report of the kernel, which may be out of date. Must not block.</summary>
    void OnReady(Readiness what);
}
