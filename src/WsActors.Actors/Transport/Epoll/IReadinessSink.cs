namespace WsActors.Actors.Transport.Epoll;

/// <summary>Who is told about one descriptor, on the reactor's thread.</summary>
internal interface IReadinessSink
{
    int Descriptor { get; }

    /// <summary>From <see cref="DescriptorTable.NextGeneration"/>; never changes.</summary>
    uint Generation { get; }

    /// <summary>The kernel reported this. It may be out of date, and must not be waited for here.</summary>
    void OnReady(Readiness what);
}
