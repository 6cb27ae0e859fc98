using WsActors.Cluster.Membership;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Tests;

/// <summary>The decision to begin a cluster, from what the nodes say in rounds.</summary>
public sealed class FormationTests
{
    private const string A = "10.0.0.1:8082";
    private const string B = "10.0.0.2:8082";
    private const string C = "10.0.0.3:8082";

    [Theory]
    [InlineData(new[] { A }, true)]
    [InlineData(new[] { A, B }, false)]
    [InlineData(new[] { A, B, C }, false)]
    public void Alone_a_node_is_a_majority_of_itself_only(string[] nodes, bool begins) => Assert.Equal(begins, BeginsAfter(Formation.Rounds, Of(A, nodes)));

    [Fact]
    public void A_cluster_begins_when_a_majority_votes_for_the_node_in_all_rounds()
    {
        var formation = Of(A, A, B, C);

        Assert.False(BeginsAfter(Formation.Rounds - 1, formation, Outside(B, A)));
        Assert.True(BeginsAfter(1, formation, Outside(B, A)));
    }

    [Fact]
    public void A_round_without_the_votes_begins_the_count_again()
    {
        var formation = Of(A, A, B, C);

        Assert.False(BeginsAfter(Formation.Rounds - 1, formation, Outside(B, A)));
        Assert.False(BeginsAfter(1, formation, Outside(B, string.Empty)));
        Assert.False(BeginsAfter(Formation.Rounds - 1, formation, Outside(B, A)));
    }

    // C hears A, and B does not: otherwise A and B could begin a cluster each.
    [Fact]
    public void A_node_that_answers_and_votes_for_another_does_not_count() => Assert.False(BeginsAfter(20, Of(B, A, B, C), Outside(C, A)));

    [Fact]
    public void The_first_that_answers_gets_the_vote()
    {
        var formation = Of(C, A, B, C);
        Assert.Equal(C, formation.Vote);

        formation.Hear(Outside(B, B));
        Assert.Equal(B, formation.Vote);

        formation.Hear(Outside(A, A));
        Assert.Equal(A, formation.Vote);
        Assert.Equal([A, B, C], formation.Answering);
    }

    [Fact]
    public void A_node_that_is_silent_for_two_rounds_does_not_answer_any_more()
    {
        var formation = Of(B, A, B, C);
        formation.Hear(Outside(A, A));

        formation.EndRound();
        Assert.Equal(A, formation.Vote);
        formation.EndRound();
        Assert.Equal(B, formation.Vote);
    }

    [Fact]
    public void Where_one_is_in_a_cluster_none_is_begun_and_nobody_gets_the_vote()
    {
        var formation = Of(A, A, B, C);

        Assert.False(BeginsAfter(20, formation, Outside(B, A), Inside(C, isUp: false)));
        Assert.Equal(C, formation.Cluster!.From.Address);
        Assert.Equal(string.Empty, formation.Vote);
    }

    [Fact]
    public void A_cluster_that_is_up_comes_before_one_that_has_only_begun()
    {
        var formation = Of(A, A, B, C);

        formation.Hear(Inside(B, isUp: false));
        formation.Hear(Inside(C, isUp: true));

        Assert.Equal(C, formation.Cluster!.From.Address);
    }

    [Fact]
    public void A_node_that_is_not_configured_has_no_vote_and_begins_nothing()
    {
        Assert.False(BeginsAfter(20, Of(A, A, B), Outside(C, A)));
        Assert.False(BeginsAfter(20, Of(C, A, B), Outside(A, C), Outside(B, C)));
    }

    [Fact]
    public void Other_nodes_begin_the_count_again()
    {
        var formation = Of(A, A, B);
        Assert.False(BeginsAfter(Formation.Rounds - 1, formation, Outside(B, A)));

        formation.Use([A, B, C]);

        Assert.False(BeginsAfter(Formation.Rounds - 1, formation, Outside(B, A)));
        Assert.True(BeginsAfter(1, formation, Outside(B, A)));
    }

    private static Formation Of(string self, params string[] nodes)
    {
        var formation = new Formation(self);
        formation.Use(nodes);
        return formation;
    }

    private static bool BeginsAfter(int rounds, Formation formation, params Hello[] hellos)
    {
        var begins = false;
        for (var i = 0; i < rounds; i++)
        {
            foreach (var hello in hellos)
                formation.Hear(hello);
            begins |= formation.EndRound();
        }

        return begins;
    }

    private static Hello Outside(string node, string vote) => new(new ReplicaId(node, 1), vote, IsUp: false, []);

    private static Hello Inside(string node, bool isUp) => new(new ReplicaId(node, 1), string.Empty, isUp, [new ReplicaId(node, 1)]);
}
