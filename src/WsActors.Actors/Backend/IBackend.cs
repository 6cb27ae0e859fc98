using Akka.Actor;

namespace WsActors.Actors.Backend;

/// <summary>
/// The application behind this server, which decides what rules cannot express. It is called in an actor's turn, so it returns at once:
/// nothing waits for a network here. Safe on any thread.
/// </summary>
public interface IBackend
{
    /// <summary>True if it receives events of connections that open and end.</summary>
    bool WantsConnectionEvents { get; }

    /// <summary>
    /// Decides a request. The connection receives exactly one <c>Authorized</c> within bounded time, also if the application
    /// fails.
    /// </summary>
    void Decide(AuthorizationRequest request, IActorRef connection);

    /// <summary>Sends an event to the application later. It may arrive twice or not at all.</summary>
    void Tell(BackendEvent happened);
}
