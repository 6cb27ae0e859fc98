using Akka.Actor;

namespace WsActors.Actors.Backend;

/// <summary>Used if no application is configured. The settings refuse rules that would ask it, and every request is refused.</summary>
public sealed class NoBackend : IBackend
{
    public static readonly NoBackend Instance = new();

    private static readonly AuthorizationResult No = new AuthorizationResult.Refused("the application decides about this topic, and no webhook asks it");

    private NoBackend()
    {
    }

    public bool WantsConnectionEvents => false;

    public void Decide(AuthorizationRequest request, IActorRef connection) =>
        connection.Tell(new Authorized(request, No));

    public void Tell(BackendEvent happened)
    {
    }
}
