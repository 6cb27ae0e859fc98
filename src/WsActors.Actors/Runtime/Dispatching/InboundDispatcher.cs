using Akka.Actor;

namespace WsActors.Actors.Runtime.Dispatching;

/// <summary>
/// The dispatcher of the actors that handle inbound bytes: acceptor, admission and connections. An actor that is woken on a reactor's thread
/// runs on that thread, after the reactor has passed on its batch of reports (<see cref="ReactorRuns"/>). Woken on another thread, it runs on the
/// thread pool, as with Akka's default dispatcher.
/// </summary>
internal static class InboundDispatcher
{
    /// <summary>The configuration that an actor system with such actors needs.</summary>
    public const string Hocon =
        Id + """ { type = Dispatcher, executor = "WsActors.Actors.Runtime.Dispatching.InboundExecutorConfigurator, WsActors.Actors", throughput = 30 }""";

    private const string Id = "wsactors.inbound-dispatcher";

    /// <summary>Returns these Props with this dispatcher.</summary>
    public static Props Of(Props props) => props.WithDispatcher(Id);
}
