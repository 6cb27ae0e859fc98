using Akka.Actor;

namespace WsActors.Actors.Backend;

/// <summary>
/// The application behind this server, which knows what rules cannot say. It is called in an actor's turn, so it returns at
/// once: nothing waits for a network here. Safe on any thread.
/// </summary>
public interface IBackend
{
    /// <summary>Whether it hears of connections that open and end.</summary>
    bool HearsOfConnections { get; }

    /// <summary>
    /// Decides whether a client may. The connection is told <c>Authorized</c>: once, in bounded time, whatever
    /// becomes of the application.
    /// </summary>
    void Decide(AuthorizationRequest question, IActorRef connection);

    /// <summary>Tells what happened; the application hears of it later, perhaps twice, perhaps never.</summary>
    void Tell(BackendEvent happened);
}
