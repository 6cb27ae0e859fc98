using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

public sealed class LogSearchTests
{
    private static readonly ReplicaId One = new("n1", 1);
    private static readonly ReplicaId Two = new("n2", 1);
    private static readonly ReplicaId Three = new("n3", 1);
    private static readonly BucketConfiguration Last = new(new Ballot(4, 40), 3, "e", [One, Two]);
    private static readonly BucketConfiguration Beside = new(new Ballot(4, 41), 3, "e", [Three]);

    [Fact]
    public void One_replica_of_the_last_configuration_is_enough()
    {
        var search = new LogSearch([Last]);
        Assert.False(search.IsComplete);

        Assert.True(search.Add(Two, [Log(Last, last: 9)]));

        Assert.True(search.IsComplete);
        Assert.Equal((Two, 9), (search.Best.Source, search.Best.Log.Last));
    }

    [Fact]
    public void A_replica_without_the_log_of_its_configuration_shows_that_the_register_has_changed() =>
        Assert.False(new LogSearch([Last]).Add(One, [Log(Beside, last: 9)]));

    [Fact]
    public void Claims_at_the_same_time_have_to_be_represented_each()
    {
        var search = new LogSearch([Last, Beside]);

        search.Add(One, [Log(Last, last: 9)]);
        Assert.False(search.IsComplete);

        search.Add(Three, [Log(Beside, last: 10)]);
        Assert.True(search.IsComplete);
        Assert.Equal(Three, search.Best.Source);
    }

    [Fact]
    public void A_claim_that_is_known_to_be_confirmed_makes_the_others_void()
    {
        var search = new LogSearch([Last, Beside]);

        search.Add(One, [Log(Last, last: 9) with { Confirmed = Last.Ballot }]);

        Assert.True(search.IsComplete);
    }

    // Last was confirmed, and a successor adopted its log; Beside was written late by a home that had not read it.
    [Fact]
    public void A_claim_beside_a_successor_of_a_confirmed_one_is_void()
    {
        var next = new BucketConfiguration(new Ballot(5, 50), 4, "e", [Two]);
        var search = new LogSearch([next, Beside]);

        search.Add(Two, [Log(next, last: 9) with { Confirmed = Last.Ballot }]);

        Assert.True(search.IsComplete);
        Assert.Equal(Two, search.Best.Source);
    }

    // The home of a newer term has appended to its log, so it was confirmed; the longer log of the older term has entries that were never acknowledged.
    [Fact]
    public void A_newer_term_counts_more_than_a_longer_log()
    {
        var search = new LogSearch([Last, Beside]);

        search.Add(One, [Log(Last, last: 12)]);
        search.Add(Three, [Log(Beside, last: 9) with { LastTerm = 4 }]);

        Assert.Equal(Three, search.Best.Source);
    }

    [Fact]
    public void The_log_is_lost_when_all_replicas_of_a_configuration_are_removed()
    {
        var search = new LogSearch([Last, Beside]);
        Assert.False(search.IsLost(Removed(One, Two)), "the other one may turn out to be confirmed");

        search.Add(Three, [Log(Beside, last: 9)]);

        Assert.False(search.IsLost(Removed(One)));
        Assert.True(search.IsLost(Removed(One, Two)));
    }

    private static LogSummary Log(BucketConfiguration of, long last) => new([of.Ballot], of.Epoch, LastTerm: 3, last);

    private static ClusterView Removed(params ReplicaId[] removed) => new(new HashSet<ReplicaId> { Three }, new HashSet<ReplicaId>(), removed.ToHashSet());
}
