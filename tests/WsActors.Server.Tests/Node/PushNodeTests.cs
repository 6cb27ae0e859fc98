using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using WsActors.Actors;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Tests.Node;

/// <summary>A drain that is asked for while the actor system ends, as when a node is removed from its cluster.</summary>
public sealed class PushNodeTests : IAsyncLifetime
{
    private static readonly Meter Meter = new("drains");

    private readonly ActorSystem _system = ActorSystem.Create("drains");
    private readonly NodeState _state = new(TimeProvider.System, ServerConfiguration.Read(new ConfigurationBuilder().Build()));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_second_drain_has_the_result_of_the_first_although_the_actors_have_ended()
    {
        var node = Node(Props.Create<Drains>());
        var first = await node.Drain.RunAsync(CancellationToken.None);
        await _system.Terminate();

        var second = await node.Drain.RunAsync(CancellationToken.None);

        Assert.Equal(new ServerActor.Drained(7, 2), first);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_drain_is_over_when_the_actors_end_before_they_answer()
    {
        var node = Node(Props.Create<Silent>());
        var drain = node.Drain.RunAsync(CancellationToken.None);
        await _system.Terminate();

        Assert.Equal(new ServerActor.Drained(0, 0), await drain);
        Assert.Equal(NodeState.Drained, _state.Phase);
    }

    [Fact]
    public async Task A_node_whose_drain_is_aborted_is_ready_again_and_may_drain_once_more()
    {
        var node = Node(Props.Create<Drains>());
        Assert.True((await node.Drain.Begin(rate: 1, isFinal: false)).IsAborted);
        Assert.Equal(NodeState.Ready, _state.Phase);

        Assert.False((await node.Drain.RunAsync(CancellationToken.None)).IsAborted);
        Assert.Equal(NodeState.Drained, _state.Phase);
    }

    private PushNode Node(Props server) => new(
        new Required(_system.ActorOf(server)), ServerConfiguration.Read(new ConfigurationBuilder().Build()), _state, _system, new ServerTelemetry(Meter));

    private sealed class Required(IActorRef server) : IRequiredActor<ServerActor>
    {
        public IActorRef ActorRef => server;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(server);
    }

    private sealed class Drains : UntypedActor
    {
        protected override void OnReceive(object message) =>
            Sender.Tell(new ServerActor.Drained(7, 2, IsAborted: message is ServerActor.Drain { IsFinal: false }));
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
