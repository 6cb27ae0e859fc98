using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Protocol.Access;
using WsActors.Protocol.Faults;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections.Registry;

/// <summary>The faults of a node: who is hit, how many there may be, and how they end. The query of the address names the user.</summary>
public sealed class InjectedFaultsTests : ActorTest
{
    private static readonly InjectedFault CloseAnn = new(FaultKind.Close, new FaultCohort.OfUser("ann")) { Code = CloseCode.PongTimeout, Delay = TimeSpan.Zero };
    private static readonly InjectedFault SlowAll = new(FaultKind.Delay, new FaultCohort.Share(1)) { Delay = TimeSpan.FromSeconds(1) };

    private readonly IActorRef _connections;

    public InjectedFaultsTests()
    {
        var environment = new ConnectionEnvironment(
            new PushSettings(), new TopicRules([]), CreateTestProbe(), Clock, Telemetry, Sys.Log)
        {
            Access = new CredulousAccess(),
        };
        _connections = Sys.ActorOf(ConnectionsActor.Props(environment, new DrainSettings()));
    }

    [Fact]
    public void Connections_of_the_user_are_hit_now_and_later_and_others_are_not()
    {
        var (ann, ben) = (Connect("ann"), Connect("ben"));

        Inject(CloseAnn);
        ExpectClosed(ann);
        var later = Connect("ann");
        ExpectClosed(later);

        Assert.DoesNotContain("injected", ben.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_listed_counted_and_ended_one_by_one_or_all_at_once()
    {
        Inject(SlowAll);
        Inject(SlowAll);
        Inject(SlowAll);
        Assert.Equal(["f1", "f2", "f3"], List());
        Assert.Equal(3, Telemetry.Faults.Active);

        Assert.Equal(["f2"], End("f2"));
        Assert.Empty(End("f2"));
        Assert.Equal(["f1", "f3"], End(id: null));
        Assert.Empty(List());
        Assert.Equal(0, Telemetry.Faults.Active);
    }

    [Fact]
    public void A_fault_ends_by_itself_and_its_number_is_not_used_again()
    {
        Inject(SlowAll with { Lasts = TimeSpan.FromSeconds(2) });
        Inject(SlowAll with { Lasts = TimeSpan.FromSeconds(5) });
        Time.Advance(TimeSpan.FromSeconds(2.1));
        Eventually(() => Assert.Equal(["f2"], List()));
        Time.Advance(TimeSpan.FromSeconds(3));
        Eventually(() => Assert.Empty(List()));

        Assert.Equal("f3", Inject(SlowAll).Id);
    }

    [Fact]
    public void A_fault_has_its_times()
    {
        var fault = Inject(SlowAll);

        Assert.Equal((Clock.UtcNow, Clock.UtcNow + InjectedFault.UsualTime), (fault.StartedAt, fault.EndsAt));
    }

    [Fact]
    public void One_more_than_there_may_be_is_refused_until_one_ends()
    {
        for (var i = 0; i < InjectedFault.MaxFaults; i++)
            Inject(SlowAll);
        _connections.Tell(new ConnectionsRequest.InjectFault(SlowAll));
        ExpectMsg<ConnectionsReply.TooManyFaults>();

        End("f1");
        Inject(SlowAll);
    }

    [Fact]
    public void What_a_fault_holds_back_leaves_when_it_ends()
    {
        var client = Connect("ben");
        Inject(SlowAll);
        client.ClientSends(ClientFrame.Text("""{"type":"ping","id":"held"}"""));
        Eventually(() => Assert.False(client.HasUnread));
        Assert.DoesNotContain("held", client.SentText, StringComparison.Ordinal);

        End(id: null);

        Eventually(() => Assert.Contains("held", client.SentText, StringComparison.Ordinal));
    }

    private InjectedFault Inject(InjectedFault fault)
    {
        _connections.Tell(new ConnectionsRequest.InjectFault(fault));
        return ExpectMsg<ConnectionsReply.Injected>().Fault;
    }

    private IEnumerable<string> List()
    {
        _connections.Tell(ConnectionsRequest.GetFaults.Instance);
        return ExpectMsg<ConnectionsReply.Faults>().List.Select(fault => fault.Id);
    }

    private IEnumerable<string> End(string? id)
    {
        _connections.Tell(new ConnectionsRequest.EndFaults(id));
        return ExpectMsg<ConnectionsReply.Faults>().List.Select(fault => fault.Id);
    }

    private void ExpectClosed(MemoryTransport client) => Eventually(() =>
    {
        Time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Contains("injected fault f1", client.SentText, StringComparison.Ordinal);
    });

    private MemoryTransport Connect(string user)
    {
        var transport = new MemoryTransport();
        _connections.Tell(new ConnectionsRequest.Admit(transport), ActorRefs.NoSender);
        transport.ClientSends(UpgradeRequest.To($"/connect?user={user}"));
        Eventually(() => Assert.Contains("welcome", transport.SentText, StringComparison.Ordinal));
        return transport;
    }

    private sealed class CredulousAccess : IAccess
    {
        public void Decide(ConnectRequest request) =>
            (request with { Identity = new Identity { User = request.Request.QueryParameter("user") } }).Admit();
    }
}
