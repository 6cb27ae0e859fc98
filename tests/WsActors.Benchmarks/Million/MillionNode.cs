using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Configuration;
using WsActors.Actors;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Benchmarks.Million;

/// <summary>A whole node of actors, with its default settings, whose clients are in memory.</summary>
internal sealed class MillionNode : IDisposable
{
    /// <summary>Connections on their way in at once, far within the handshake's timeout.</summary>
    private const int Window = 2000;

    private const int SomeSize = 1000;

    private readonly ActorSystem _system = ActorSystem.Create(
        "million",
        ConfigurationFactory.ParseString("akka.loglevel = WARNING\nakka.log-dead-letters = off\nakka.log-dead-letters-during-shutdown = off")
            .WithFallback(ActorConfiguration.Hocon));

    private readonly Meter _meter = new(ServerTelemetry.MeterName);
    private readonly QueueListener _listener = new();
    private readonly IActorRef _topics;

    public MillionNode()
    {
        var settings = new ServerSettings { Push = new PushSettings { MaxConnections = 10_000_000 } };
        var server = _system.ActorOf(ServerActor.Props(settings, _listener, new ServerTelemetry(_meter), TimeProvider.System));
        _topics = server.Ask<ServerActor.Children>(ServerActor.GetChildren.Instance).GetAwaiter().GetResult().Topics;
    }

    public MemoryClients Clients { get; } = new();

    public int Connections { get; private set; }

    public int SomeConnections => Math.Min(SomeSize, Connections);

    public void GrowTo(int connections)
    {
        while (Connections < connections)
        {
            var more = Math.Min(Window, connections - Connections);
            var before = Clients.All.Count;
            for (var i = 0; i < more; i++)
                _listener.Connect(new MemoryClient(Clients, wantsSome: Connections + i < SomeSize));
            Clients.All.Await(before, more);
            Connections += more;
        }
    }

    public void PublishToAll() => Publish(MemoryClients.AllTopic);

    public void PublishToSome() => Publish(MemoryClients.SomeTopic);

    public void Dispose()
    {
        // A million goodbyes are not what is measured: the process ends.
        Clients.Dispose();
        _meter.Dispose();
        _listener.Dispose();
    }

    private void Publish(string topic) => _topics.Tell(
        new TopicRequest.Publish(TopicName.Parse(topic), Publication.FromBinary(new byte[128]), PublicationSource.AdminApi));
}
