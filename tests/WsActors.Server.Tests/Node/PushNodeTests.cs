using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using WsActors.Actors;
using WsActors.Server.Node;
using WsActors.Server.Options;

namespace WsActors.Server.Tests.Node;

/// <summary>A drain that is asked for while the actor system ends, as when a node is removed from its cluster.</summary>
public sealed class PushNodeTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("drains");
    private readonly NodeState _state = new(TimeProvider.System);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_second_drain_has_the_result_of_the_first_although_the_actors_have_ended()
    {
        var node = Node(Props.Create<Drains>());
        var first = await node.DrainAsync(CancellationToken.None);
        await _system.Terminate();

        var second = await node.DrainAsync(CancellationToken.None);

        Assert.Equal(new ServerActor.Drained(7, 2), first);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_drain_is_over_when_the_actors_end_before_they_answer()
    {
        var node = Node(Props.Create<Silent>());
        var drain = node.DrainAsync(CancellationToken.None);
        await _system.Terminate();

        Assert.Equal(new ServerActor.Drained(0, 0), await drain);
        Assert.Equal(NodeState.Drained, _state.Phase);
    }

    private PushNode Node(Props server) => new(
        new Required(_system.ActorOf(server)), ServerConfiguration.Read(new ConfigurationBuilder().Build()), _state, _system);

    private sealed class Required(IActorRef server) : IRequiredActor<ServerActor>
    {
        public IActorRef ActorRef => server;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(server);
    }

    private sealed class Drains : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(new ServerActor.Drained(7, 2));
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
