using WsActors.Protocol.Replication;
using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Tests.Replication;

/// <summary>A home whose take-over cannot go on stops, so that its node claims the bucket again.</summary>
public sealed class BucketHomeTests
{
    private static readonly ReplicaId Self = new("n1", 1);
    private static readonly ReplicaId Holder = new("n2", 1);
    private static readonly ReplicaId Source = new("n3", 1);
    private static readonly BucketConfiguration Last = new(new Ballot(4, 40), 3, "e", [Holder, Source]);

    private readonly Host _host = new();

    // The holder becomes a replica, and the log is fetched from the source, which was the first to answer.
    [Fact]
    public void A_take_over_stops_when_the_node_is_removed_that_it_fetches_the_log_from()
    {
        var home = Adopting();

        home.OnCluster(View(Self, Holder) with { Removed = new HashSet<ReplicaId> { Source } });

        Assert.Equal(HomePhase.Stopped, home.Phase);
        Assert.Contains("n3", _host.Stopped, StringComparison.Ordinal);
    }

    [Fact]
    public void A_take_over_that_has_the_log_needs_its_source_no_longer()
    {
        var home = Adopting();
        home.Receive(Self, new Adopted(Ballot, Log(Ballot)));

        home.OnCluster(View(Self, Holder));

        Assert.Equal(HomePhase.Adopting, home.Phase);
    }

    [Fact]
    public void A_take_over_stops_when_one_of_its_replicas_becomes_unreachable()
    {
        var home = Adopting();

        home.OnCluster(View(Self, Source));

        Assert.Equal(HomePhase.Stopped, home.Phase);
    }

    private static Ballot Ballot => new(5, 50);

    private BucketHome Adopting()
    {
        var settings = new BucketHomeSettings(0, Self, Replicas: 2, new ReplicationLimits(), () => 50, () => "new");
        var home = new BucketHome(settings, _host, View(Self, Holder, Source), afterTerm: 0);
        home.Start();
        home.OnRegisterRead(_host.Read, [Last]);
        home.Receive(Source, new Prepared(Ballot, [Log(Last.Ballot)]));
        Assert.Equal((HomePhase.Adopting, Source), (home.Phase, _host.Asked<Adopt>(Self).Source));
        return home;
    }

    private static LogSummary Log(Ballot label) => new([label], "e", LastTerm: 4, Last: 9);

    private static ClusterView View(params ReplicaId[] reachable) => new(reachable.ToHashSet(), new HashSet<ReplicaId>(), new HashSet<ReplicaId>());

    private sealed class Host : IBucketHomeHost
    {
        private readonly List<(ReplicaId To, ReplicationMessage Message)> _sent = [];

        public bool HasLease => true;

        public long Read { get; private set; }

        public string Stopped { get; private set; } = "";

        public T Asked<T>(ReplicaId replica)
            where T : ReplicationMessage => _sent.Where(sent => sent.To == replica).Select(sent => sent.Message).OfType<T>().Last();

        public void SendToReplica(ReplicaId to, ReplicationMessage message) => _sent.Add((to, message));

        public void SendToHome(ReplicaId to, ReplicationMessage message)
        {
        }

        public void ReadRegister(long request) => Read = request;

        public void WriteRegister(BucketConfiguration configuration, IReadOnlyList<BucketConfiguration> superseded)
        {
        }

        public void EndLeases(IReadOnlyList<ReplicaId> removed)
        {
        }

        public void OnServing(BucketConfiguration configuration, long last, long committed)
        {
        }

        public void OnCommitted(long through)
        {
        }

        public void OnStopped(string reason, long term) => Stopped = reason;
    }
}
