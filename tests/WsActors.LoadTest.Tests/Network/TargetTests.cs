using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Network;

/// <summary>Tests the choice of the node to which a client connects.</summary>
public sealed class TargetTests
{
    private const int Clients = 60;

    private static readonly Target Three = Target.Of(new Scenario
    {
        Url = "ws://127.0.0.1:1",
        MoreUrls = ["ws://127.0.0.1:2", "ws://127.0.0.1:3"],
        Connections = Clients,
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public void The_clients_of_each_topic_are_spread_evenly_over_the_nodes(int topics)
    {
        var plan = new TopicPlan(topics, 1, Clients);
        var counts = Enumerable.Range(0, Clients).GroupBy(client => (Topic: plan.TopicOf(client, 0), Node: Three.FirstNodeOf(client))).ToArray();
        Assert.Equal(topics * 3, counts.Length);
        Assert.All(counts, group => Assert.InRange(group.Count(), Clients / topics / 3, (Clients / topics / 3) + 1));
    }

    [Fact]
    public void Clients_beside_those_that_are_checked_are_spread_too() =>
        Assert.Equal([0, 1, 2], Enumerable.Range(Clients, 3).Select(Three.FirstNodeOf));

    [Fact]
    public void A_client_that_lost_its_node_goes_to_any_other_one() =>
        Assert.Equal([0, 2], Enumerable.Range(0, 200).Select(_ => Three.OtherNode(1)).Distinct().Order());

    [Fact]
    public void With_one_node_there_is_no_other_one() => Assert.Equal(0, Target.Of(new Scenario()).OtherNode(0));
}
