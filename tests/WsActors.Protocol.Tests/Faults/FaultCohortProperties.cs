using CsCheck;
using WsActors.Protocol.Faults;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Faults;

/// <summary>The connections that a fault hits.</summary>
public sealed class FaultCohortProperties
{
    private static readonly TopicName News = TopicName.Parse("news");

    [Fact]
    public void A_share_holds_the_same_connections_always_and_a_larger_share_holds_them_too() => Gen
        .Select(Gen.ULong, Gen.Double[0, 1], Gen.Double[0, 1])
        .Sample((connection, one, other) =>
        {
            var (smaller, larger) = (new FaultCohort.Share(Math.Min(one, other)), new FaultCohort.Share(Math.Max(one, other)));
            var isHit = smaller.MayHold(connection, user: null);

            return isHit == smaller.MayHold(connection, "ann") && (!isHit || larger.MayHold(connection, user: null));
        });

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Of_the_connections_of_a_node_about_the_share_is_hit(double part)
    {
        const int Connections = 100_000;
        const ulong Node = 0xABCDEF0000000000;

        var hit = Enumerable.Range(1, Connections).Count(number => new FaultCohort.Share(part).MayHold(Node + (ulong)number, user: null));

        Assert.InRange(hit, Connections * part * 0.9, Connections * part * 1.1);
    }

    [Fact]
    public void The_whole_share_holds_everyone() =>
        Gen.ULong.Sample(connection => new FaultCohort.Share(1).MayHold(connection, user: null));

    [Fact]
    public void A_user_is_hit_on_each_connection_and_nobody_else() => Gen.ULong.Sample(connection =>
    {
        var cohort = new FaultCohort.OfUser("ann");
        return cohort.MayHold(connection, "ann") && !cohort.MayHold(connection, "Ann") && !cohort.MayHold(connection, user: null);
    });

    [Fact]
    public void A_topic_hits_those_that_are_subscribed_to_it()
    {
        var faults = new ActiveFaults([new InjectedFault(FaultKind.Delay, new FaultCohort.OfTopic(News)) { Delay = TimeSpan.FromSeconds(1) }]);

        Assert.True(faults.MayHit(1, user: null));
        Assert.Equal([News], faults.Topics);
        Assert.Equal(TimeSpan.Zero, faults.For(1, user: null, []).Delay);
        Assert.Equal(TimeSpan.FromSeconds(1), faults.For(1, user: null, [TopicName.Parse("news")]).Delay);
    }
}
