using WsActors.Protocol.Replication;
using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Tests.Replication;

public sealed class BucketReplicaTests
{
    private static readonly ReplicaId Self = new("n1", 1);
    private static readonly ReplicaId Home = new("n0", 1);
    private static readonly Ballot First = new(1, 11);
    private static readonly Ballot Second = new(2, 22);

    private readonly RecordedLink _link = new();
    private readonly List<long> _shown = [];
    private readonly BucketReplica _replica;

    public BucketReplicaTests() =>
        _replica = new BucketReplica(Self, () => new SimulatedState(entry => _shown.Add(entry.Sequence)), new ReplicationLimits(), _link);

    [Fact]
    public void An_older_claim_is_refused_and_told_the_newer_one()
    {
        _replica.Receive(Home, new Prepare(Second));

        _replica.Receive(Home, new Prepare(First));

        Assert.Equal(new Refused(First, Second), _link.Last);
    }

    [Fact]
    public void Another_claim_of_the_same_term_is_refused()
    {
        _replica.Receive(Home, new Prepare(First));

        _replica.Receive(Home, new Prepare(First with { Claim = 12 }));

        Assert.IsType<Refused>(_link.Last);
    }

    [Fact]
    public void An_entry_is_shown_only_when_it_is_committed()
    {
        _replica.Receive(Home, new Begin(First, "e", LostTerm: 0));

        _replica.Receive(Home, new Append(First, 0, [Entry(1), Entry(2)], Committed: 1, IsConfirmed: true));

        Assert.Equal(new Appended(First, 2, true), _link.Last);
        Assert.Equal([1], _shown);
    }

    [Fact]
    public void Entries_behind_a_hole_are_not_taken()
    {
        _replica.Receive(Home, new Begin(First, "e", LostTerm: 0));

        _replica.Receive(Home, new Append(First, 1, [Entry(2)], Committed: 0, IsConfirmed: true));

        Assert.Equal(new Appended(First, 0, true), _link.Last);
    }

    [Fact]
    public void A_repeated_message_adds_nothing()
    {
        _replica.Receive(Home, new Begin(First, "e", LostTerm: 0));
        var append = new Append(First, 0, [Entry(1)], Committed: 1, IsConfirmed: true);

        _replica.Receive(Home, append);
        _replica.Receive(Home, append);

        Assert.Equal([1], _shown);
        Assert.Equal(1, Assert.Single(_replica.Logs).Last);
    }

    [Fact]
    public void The_old_log_stays_until_the_new_claim_is_confirmed()
    {
        _replica.Receive(Home, new Begin(First, "e", LostTerm: 0));
        _replica.Receive(Home, new Append(First, 0, [Entry(1)], Committed: 0, IsConfirmed: true));

        _replica.Receive(Home, new Begin(Second, "f", LostTerm: 0));
        Assert.Equal(["e", "f"], _replica.Logs.Select(log => log.Epoch));

        _replica.Receive(Home, new Append(Second, 0, [], Committed: 0, IsConfirmed: true));
        Assert.Equal(["f"], _replica.Logs.Select(log => log.Epoch));
    }

    [Fact]
    public void A_log_that_it_has_already_is_not_fetched()
    {
        _replica.Receive(Home, new Begin(First, "e", LostTerm: 0));
        _replica.Receive(Home, new Append(First, 0, [Entry(1)], Committed: 1, IsConfirmed: true));

        _replica.Receive(Home, new Adopt(Second, new ReplicaId("n2", 1), new LogSummary([First], "e", First.Term, 1)));

        Assert.Equal([First, Second], Assert.IsType<Adopted>(_link.Last).Log.Labels);
    }

    [Fact]
    public void Claims_whose_outcome_it_never_learns_are_bounded()
    {
        var replica = new BucketReplica(Self, () => new SimulatedState(_ => { }), new ReplicationLimits { Claims = 3 }, _link);
        for (var term = 1; term <= 3; term++)
            replica.Receive(Home, new Begin(new Ballot(term, 0), "e", LostTerm: 0));

        replica.Receive(Home, new Begin(new Ballot(4, 0), "e", LostTerm: 0));

        Assert.Equal(new Refused(new Ballot(4, 0), new Ballot(3, 0)), _link.Last);
    }

    private static LogEntry Entry(long sequence) => new(sequence, First.Term, SimulatedState.PayloadOf(sequence));

    private sealed class RecordedLink : IReplicationLink
    {
        public ReplicationMessage? Last { get; private set; }

        public void SendToReplica(ReplicaId to, ReplicationMessage message) => Last = message;

        public void SendToHome(ReplicaId to, ReplicationMessage message) => Last = message;
    }
}
