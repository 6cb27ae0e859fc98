using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using WsActors.Cluster.Register;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Tests;

/// <summary>The set of a bucket's entries: superseded configurations are not read again, whatever Akka's set brings back, and none in force is missing.</summary>
public sealed class RegisterSetTests
{
    private const int Nodes = 3;

    // Of three random nodes, the hash table returns some in the wrong order in two of three runs.
    private const int Runs = 200;

    [Fact]
    public void What_was_superseded_is_not_read_again()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var nodes = UniqueAddresses(new Random(seed));
            var (first, second, third) = (Configuration(1), Configuration(2), Configuration(3));
            var behind = RegisterSet.Replace(ORSet<string>.Empty, nodes[0], first, []);
            var ahead = RegisterSet.Replace(behind, nodes[1], second, [first.Ballot]);
            ahead = RegisterSet.Replace(ahead, nodes[2], third, [second.Ballot]);

            Assert.Equal([third], Read(ahead.Merge(behind)));
            Assert.Equal([third], Read(behind.Merge(ahead)));
        }
    }

    [Fact]
    public void Claims_that_have_not_read_each_other_are_both_in_force()
    {
        var nodes = UniqueAddresses(new Random(1));
        var (first, one, other) = (Configuration(1), Configuration(2), Configuration(2));
        var common = RegisterSet.Replace(ORSet<string>.Empty, nodes[0], first, []);

        var merged = RegisterSet.Replace(common, nodes[1], one, [first.Ballot]).Merge(RegisterSet.Replace(common, nodes[2], other, [first.Ballot]));

        Assert.Equal(new[] { one, other }.ToHashSet(), Read(merged).ToHashSet());
    }

    [Fact]
    public void A_write_that_is_repeated_adds_nothing()
    {
        var node = UniqueAddresses(new Random(1))[0];
        var (first, second) = (Configuration(1), Configuration(2));
        var set = RegisterSet.Replace(RegisterSet.Replace(ORSet<string>.Empty, node, first, []), node, second, [first.Ballot]);

        Assert.Single(RegisterSet.Replace(set, node, second, [first.Ballot]).Elements);
    }

    [Fact]
    public void A_write_that_is_repeated_after_it_was_superseded_is_not_read()
    {
        var nodes = UniqueAddresses(new Random(1));
        var (first, second) = (Configuration(1), Configuration(2));
        var set = RegisterSet.Replace(RegisterSet.Replace(ORSet<string>.Empty, nodes[0], first, []), nodes[1], second, [first.Ballot]);

        Assert.Equal([second], Read(RegisterSet.Replace(set, nodes[0], first, [])));
    }

    [Fact]
    public void After_more_claims_than_an_entry_lists_the_first_is_still_superseded()
    {
        var node = UniqueAddresses(new Random(1))[0];
        var first = Configuration(1);
        var old = RegisterSet.Replace(ORSet<string>.Empty, node, first, []);
        var (set, last) = (old, first);
        for (var term = 2; term <= RegisterEntry.MaxSuperseded + 10; term++)
        {
            var next = Configuration(term);
            (set, last) = (RegisterSet.Replace(set, node, next, [last.Ballot]), next);
        }

        Assert.True(RegisterEntryText.TryRead(Assert.Single(set.Elements), out var entry, out _));
        Assert.Equal(RegisterEntry.MaxSuperseded, entry.Superseded.Count);
        Assert.Equal([last], Read(RegisterSet.Replace(set, node, first, [])));
    }

    // Random writes by nodes that read from a majority before, random exchanges between two nodes, and nodes that are pruned after their removal.
    [Fact]
    public void Whatever_nodes_exchange_nothing_in_force_is_missing_and_nothing_superseded_is_read()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var nodes = UniqueAddresses(random);
            var sets = Enumerable.Repeat(ORSet<string>.Empty, Nodes).ToArray();
            HashSet<BucketConfiguration> inForce = [];
            for (var step = 0; step < 30; step++)
            {
                var (one, other) = (random.Next(Nodes), random.Next(Nodes));
                sets[one] = sets[one].Merge(sets[other]);
                if (random.Next(3) > 0)
                    continue;

                var read = Read(sets[one]);
                var written = Configuration(1 + read.Select(configuration => configuration.Ballot.Term).DefaultIfEmpty().Max());
                sets[one] = RegisterSet.Replace(sets[one], nodes[one], written, [.. read.Select(configuration => configuration.Ballot)]);
                inForce.ExceptWith(read);
                inForce.Add(written);
            }

            var all = sets.Aggregate((merged, set) => merged.Merge(set));
            Assert.True(inForce.SetEquals(Read(all)), $"seed {seed}");
            Assert.True(inForce.SetEquals(Read(all.Prune(nodes[0], nodes[1]).Merge(sets[2].PruningCleanup(nodes[0])))), $"seed {seed}, pruned");
        }
    }

    [Theory]
    [InlineData("", "a byte has 1 bytes")]
    [InlineData("!", "it is not base64")]
    [InlineData("Ag==", "it is of version 2")]
    public void An_element_that_cannot_be_read_has_a_fault(string text, string expected)
    {
        Assert.False(RegisterEntryText.TryRead(text, out _, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_element_of_an_earlier_build_lists_no_superseded_claims()
    {
        // Term 3, claim 4, previous term 2, epoch "e", one replica "a:1" of incarnation 5.
        var text = Convert.ToBase64String([1, 3, 4, 0, 0, 0, 0, 0, 0, 0, 2, 1, (byte)'e', 1, 3, (byte)'a', (byte)':', (byte)'1', 5, 0, 0, 0, 0, 0, 0, 0]);

        Assert.True(RegisterEntryText.TryRead(text, out var entry, out _));

        Assert.Equal(new Ballot(3, 4), entry.Configuration.Ballot);
        Assert.Equal([new ReplicaId("a:1", 5)], entry.Configuration.Replicas);
        Assert.Empty(entry.Superseded);
    }

    private static IReadOnlyList<BucketConfiguration> Read(ORSet<string> set)
    {
        Assert.True(RegisterSet.TryRead(set.Elements, out var configurations, out var fault), fault);
        return configurations;
    }

    private static BucketConfiguration Configuration(long term) =>
        new(new Ballot(term, Random.Shared.NextInt64()), term - 1, $"epoch-{term}", [new ReplicaId("10.0.0.7:8082", -1)]);

    private static UniqueAddress[] UniqueAddresses(Random random) =>
        [.. Enumerable.Range(1, Nodes).Select(node => new UniqueAddress(new Address("akka.tcp", "wsactors", $"127.0.0.{node}", 8082), random.Next()))];
}
