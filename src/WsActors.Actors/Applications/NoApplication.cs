using Akka.Actor;
using WsActors.Actors.Connections;

namespace WsActors.Actors.Applications;

/// <summary>No application is configured. The settings refuse rules that would ask it; were it asked, the answer is no.</summary>
public sealed class NoApplication : IApplication
{
    public static readonly NoApplication Instance = new();

    private static readonly Verdict No = new Verdict.Refused("the application decides about this topic, and no webhook asks it");

    private NoApplication()
    {
    }

    public bool HearsOfConnections => false;

    public void Decide(Question question, IActorRef connection) =>
        connection.Tell(new ConnectionActor.Answered(question, No));

    public void Tell(ApplicationEvent happened)
    {
    }
}
