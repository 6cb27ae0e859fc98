using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

public sealed class LeaseTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);
    private static readonly ReplicaId[] Nodes = [.. Enumerable.Range(0, 5).Select(index => new ReplicaId($"n{index}", 1))];

    [Fact]
    public void A_lease_needs_a_majority()
    {
        var lease = new MajorityLease(Duration);

        lease.OnGranted(Nodes[0], TimeSpan.Zero);
        lease.OnGranted(Nodes[1], TimeSpan.Zero);
        Assert.False(lease.IsValid(TimeSpan.Zero, Nodes.Length));

        lease.OnGranted(Nodes[2], TimeSpan.Zero);
        Assert.True(lease.IsValid(TimeSpan.Zero, Nodes.Length));
    }

    [Fact]
    public void A_grant_counts_from_the_moment_at_which_it_was_asked_for()
    {
        var lease = new MajorityLease(Duration);
        foreach (var node in Nodes)
            lease.OnGranted(node, askedAt: TimeSpan.FromSeconds(1));

        Assert.True(lease.IsValid(TimeSpan.FromSeconds(5.9), Nodes.Length));
        Assert.False(lease.IsValid(TimeSpan.FromSeconds(6), Nodes.Length));
    }

    [Fact]
    public void A_late_answer_to_an_older_request_does_not_shorten_the_lease()
    {
        var lease = new MajorityLease(Duration);
        foreach (var node in Nodes)
            lease.OnGranted(node, askedAt: TimeSpan.FromSeconds(3));
        foreach (var node in Nodes)
            lease.OnGranted(node, askedAt: TimeSpan.FromSeconds(1));

        Assert.True(lease.IsValid(TimeSpan.FromSeconds(7), Nodes.Length));
    }

    [Fact]
    public void A_node_that_restarts_grants_once()
    {
        var lease = new MajorityLease(Duration);

        lease.OnGranted(new ReplicaId("n0", 1), TimeSpan.Zero);
        lease.OnGranted(new ReplicaId("n0", 2), TimeSpan.Zero);
        lease.OnGranted(new ReplicaId("n1", 1), TimeSpan.Zero);

        Assert.False(lease.IsValid(TimeSpan.Zero, Nodes.Length));
    }

    [Fact]
    public void Leases_have_ended_once_a_majority_has_promised_and_all_older_ones_have_expired()
    {
        var ending = new LeaseEnding(Nodes.Length, Duration);
        ending.OnPromised(Nodes[0], TimeSpan.Zero);
        ending.OnPromised(Nodes[1], TimeSpan.Zero);
        Assert.False(ending.IsOver(TimeSpan.FromHours(1)));

        ending.OnPromised(Nodes[2], TimeSpan.FromSeconds(10));

        Assert.False(ending.IsOver(TimeSpan.FromSeconds(15)));
        Assert.True(ending.IsOver(TimeSpan.FromSeconds(15.6)));
    }
}
