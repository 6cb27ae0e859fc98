using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Testing;

namespace WsActors.Actors.Tests;

/// <summary>Drains with a rate, their progress and their abort, and rebalances, from the root of the actors down.</summary>
public sealed class NodeDrainTests : ActorTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly MemoryListener _listener = new();
    private readonly IActorRef _server;
    private readonly ServerActor.Children _children;

    public NodeDrainTests()
    {
        var settings = new ServerSettings { Drain = new DrainSettings { WaveInterval = Second, ConnectionsPerSecond = 2 } };
        _server = Sys.ActorOf(ServerActor.Props(settings, _listener, Telemetry, Time.Provider), "ws");
        _server.Tell(ServerActor.GetChildren.Instance);
        _children = ExpectMsg<ServerActor.Children>();
        Eventually(() => Assert.True(_listener.IsAttached));
    }

    [Fact]
    public void A_drain_with_a_rate_tells_how_far_it_is()
    {
        var clients = Connect(10);
        _server.Tell(new ServerActor.Drain(Rate: null, IsFinal: false));
        Eventually(() => Assert.Equal((DrainState.Draining, 10, 10, 2), Progress()));
        Pass(seconds: 1);
        Eventually(() => Assert.Equal(3, clients.Count(WasSentAway)));
        foreach (var client in clients.Where(WasSentAway))
            client.ClientEnds();

        Eventually(() => Assert.Equal((DrainState.Draining, 10, 7, 2), Progress()));
    }

    [Fact]
    public void A_second_request_changes_the_rate()
    {
        var clients = Connect(10);
        _server.Tell(new ServerActor.Drain(Rate: null, IsFinal: false));
        Eventually(() => Assert.Equal(1, clients.Count(WasSentAway)));

        _server.Tell(new ServerActor.Drain(Rate: 100, IsFinal: false));
        Eventually(() => Assert.Equal(2, clients.Count(WasSentAway)));
        Pass(seconds: 1);

        Eventually(() => Assert.Equal(10, clients.Count(WasSentAway)));
    }

    [Fact]
    public void After_an_abort_the_node_admits_clients_and_sends_nobody_else_away()
    {
        var clients = Connect(10);
        var drains = CreateTestProbe();
        _server.Tell(new ServerActor.Drain(Rate: null, IsFinal: false), drains);
        Eventually(() => Assert.Equal(1, clients.Count(WasSentAway)));

        _server.Tell(ServerActor.Abort.Instance);
        var aborted = ExpectMsg<ServerActor.Aborted>();
        Pass(seconds: 60);
        Connect(1);

        Assert.Equal((true, DrainState.Aborted, 1, 9), (aborted.WasDrain, aborted.Status.State, aborted.Status.Closed, aborted.Status.Remaining));
        Assert.True(drains.ExpectMsg<ServerActor.Drained>().IsAborted);
        Assert.Equal(1, clients.Count(WasSentAway));
        Assert.False(Telemetry.Drain.IsActive);
    }

    [Fact]
    public void A_drain_that_was_aborted_can_begin_again_and_end()
    {
        var clients = Connect(2);
        _server.Tell(new ServerActor.Drain(Rate: null, IsFinal: false), CreateTestProbe());
        _server.Tell(ServerActor.Abort.Instance);
        ExpectMsg<ServerActor.Aborted>();

        _server.Tell(new ServerActor.Drain(Rate: 100));
        Pass(seconds: 1);
        Eventually(() => Assert.All(clients, client => Assert.True(WasSentAway(client))));
        foreach (var client in clients)
            client.ClientEnds();

        Assert.Equal(0, ExpectMsg<ServerActor.Drained>().Cut);
        _server.Tell(ServerActor.Abort.Instance);
        Assert.Equal(ServerActor.AbortFault.Stopping, ExpectMsg<ServerActor.AbortRefused>().Fault);
    }

    [Fact]
    public void A_process_that_stops_cannot_be_turned_back_not_even_if_its_drain_began_as_one_that_could()
    {
        Connect(2);
        _server.Tell(new ServerActor.Drain(Rate: null, IsFinal: false), CreateTestProbe());
        _server.Tell(new ServerActor.Drain(), CreateTestProbe());
        _server.Tell(ServerActor.Abort.Instance);

        Assert.Equal(ServerActor.AbortFault.Stopping, ExpectMsg<ServerActor.AbortRefused>().Fault);
        Assert.True(Telemetry.Drain.IsActive);
    }

    [Fact]
    public void A_process_that_begins_to_stop_drains_within_the_timeout_from_then_on()
    {
        var clients = Connect(100);
        _server.Tell(new ServerActor.Drain(Rate: 1, IsFinal: false), CreateTestProbe());
        Eventually(() => Assert.Equal(1, clients.Count(WasSentAway)));

        EventFilter.Warning(contains: "would take longer than WsActors:Drain:Timeout").ExpectOne(() => _server.Tell(new ServerActor.Drain()));
        Pass(seconds: 20);

        Eventually(() => Assert.Equal(100, clients.Count(WasSentAway)));
        foreach (var client in clients)
            client.ClientEnds();
        Assert.Equal(new ServerActor.Drained(100, 0), ExpectMsg<ServerActor.Drained>());
    }

    [Fact]
    public void A_drain_that_has_finished_cannot_be_aborted()
    {
        _server.Tell(new ServerActor.Drain(Rate: null, IsFinal: false));
        ExpectMsg<ServerActor.Drained>();
        _server.Tell(ServerActor.Abort.Instance);

        Assert.Equal(ServerActor.AbortFault.Finished, ExpectMsg<ServerActor.AbortRefused>().Fault);
    }

    [Fact]
    public void Without_a_drain_there_is_nothing_to_abort()
    {
        _server.Tell(ServerActor.Abort.Instance);

        Assert.Equal(ServerActor.AbortFault.NothingUnderWay, ExpectMsg<ServerActor.AbortRefused>().Fault);
        Assert.Equal(DrainStatus.None, Status());
    }

    [Fact]
    public void A_rebalance_sends_its_share_away_while_the_node_stays_open()
    {
        var clients = Connect(10);
        Rebalance(0.35, rate: 100);
        Pass(seconds: 1);
        Eventually(() => Assert.Equal(4, clients.Count(WasMoved)));
        Connect(1);
        foreach (var client in clients.Where(WasMoved))
            client.ClientEnds();

        Eventually(() => Assert.Equal((DrainState.Finished, 4, 0, 100), Progress()));
        Assert.Equal(6, clients.Count(client => !WasMoved(client)));
        Assert.False(Telemetry.Drain.IsActive);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(50, 10)]
    public void A_rebalance_sends_a_number_of_clients_away_if_there_are_so_many(int count, int moved)
    {
        var clients = Connect(10);
        _children.Connections.Tell(new ConnectionsRequest.Rebalance(1, Rate: 100, Second) { Count = count });
        Assert.Equal(moved, ExpectMsg<DrainStatus>().Total);
        Pass(seconds: 1);

        Eventually(() => Assert.Equal(moved, clients.Count(WasMoved)));
    }

    [Fact]
    public void A_rebalance_can_be_aborted_and_only_one_runs_at_a_time()
    {
        var clients = Connect(10);
        Rebalance(1, rate: 1);
        _children.Connections.Tell(new ConnectionsRequest.Rebalance(1, Rate: null, Second));
        Assert.Equal(DrainState.Rebalancing, ExpectMsg<ConnectionsReply.Busy>().Status.State);

        _server.Tell(ServerActor.Abort.Instance);
        Assert.False(ExpectMsg<ServerActor.Aborted>().WasDrain);
        Pass(seconds: 20);

        Eventually(() => Assert.Equal((DrainState.Aborted, 10, 9, 1), Progress()));
        Eventually(() => Assert.Equal(1, clients.Count(WasMoved)));
    }

    [Fact]
    public void A_drain_takes_the_place_of_a_rebalance_and_refuses_another()
    {
        var clients = Connect(10);
        Rebalance(0.5, rate: 1);
        _server.Tell(new ServerActor.Drain(Rate: 100), CreateTestProbe());
        Pass(seconds: 1);
        Eventually(() => Assert.Equal(10, clients.Count(client => WasMoved(client) || WasSentAway(client))));

        _children.Connections.Tell(new ConnectionsRequest.Rebalance(1, Rate: null, Second));
        Assert.Equal(DrainState.Draining, ExpectMsg<ConnectionsReply.Busy>().Status.State);
    }

    private void Rebalance(double share, int rate)
    {
        _children.Connections.Tell(new ConnectionsRequest.Rebalance(share, rate, Second));
        Assert.Equal(DrainState.Rebalancing, ExpectMsg<DrainStatus>().State);
    }

    // The answers come behind all that was told before, to the root and then to the connections, so that the next wave is due.
    private void Pass(int seconds)
    {
        _server.Tell(ServerActor.GetChildren.Instance);
        ExpectMsg<ServerActor.Children>();
        for (var passed = 0; passed < seconds; passed++)
        {
            Status();
            Time.Advance(Second);
        }
    }

    private (DrainState State, int Total, int Remaining, double? Rate) Progress()
    {
        var status = Status();
        return (status.State, status.Total, status.Remaining, status.RatePerSecond);
    }

    private DrainStatus Status()
    {
        _children.Connections.Tell(ConnectionsRequest.GetDrain.Instance);
        return ExpectMsg<DrainStatus>();
    }

    private MemoryTransport[] Connect(int count)
    {
        var clients = Enumerable.Range(0, count).Select(_ => _listener.Connect()).ToArray();
        foreach (var client in clients)
            client.ClientSends(UpgradeRequest.To("/echo"));
        Eventually(() => Assert.All(clients, client => Assert.StartsWith("HTTP/1.1 101", client.SentText, StringComparison.Ordinal)));
        return clients;
    }

    private static bool WasSentAway(MemoryTransport client) => client.SentText.Contains("\u0003\u00e9draining", StringComparison.Ordinal);

    private static bool WasMoved(MemoryTransport client) => client.SentText.Contains("\u0010\u006arebalance", StringComparison.Ordinal);
}
