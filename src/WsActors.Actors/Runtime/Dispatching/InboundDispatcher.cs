using Akka.Actor;

namespace WsActors.Actors.Runtime.Dispatching;

/// <summary>
/// The dispatcher of the actors on the way of inbound bytes: acceptor, admission and connections. What wakes them on a reactor's thread
/// runs on that thread, once the reactor has passed on what it was told (<see cref="ReactorRuns"/>); from all other threads they go to the
/// thread pool, as with Akka's default dispatcher.
/// </summary>
public static class InboundDispatcher
{
    /// <summary>The configuration that an actor system with such actors needs.</summary>
    public const string Hocon =
        Id + """ { type = Dispatcher, executor = "WsActors.Actors.Runtime.Dispatching.InboundExecutorConfigurator, WsActors.Actors", throughput = 30 }""";

    private const string Id = "wsactors.inbound-dispatcher";

    /// <summary>Returns these Props with this dispatcher.</summary>
    internal static Props Of(Props props) => props.WithDispatcher(Id);
}
