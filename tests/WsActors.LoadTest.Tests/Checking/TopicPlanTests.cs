using CsCheck;
using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Tests.Checking;

public sealed class TopicPlanTests
{
    private static readonly Gen<TopicPlan> AnyPlan =
        Gen.Int[1, 40].SelectMany(topics => Gen.Select(Gen.Int[1, topics], Gen.Int[1, 60], (each, connections) => new TopicPlan(topics, each, connections)));

    [Fact]
    public void Every_subscription_has_its_slot_and_other_topics_have_none() => AnyPlan.Sample(plan =>
    {
        for (var client = 0; client < plan.Connections; client++)
        {
            var own = Enumerable.Range(0, plan.PerConnection).Select(slot => plan.TopicOf(client, slot)).ToArray();
            for (var topic = 0; topic < plan.Topics; topic++)
                Assert.Equal(Array.IndexOf(own, topic), plan.SlotOf(client, topic));
        }
    });

    [Fact]
    public void Subscribers_are_those_that_subscribe() => AnyPlan.Sample(plan =>
    {
        for (var topic = 0; topic < plan.Topics; topic++)
            Assert.Equal(Enumerable.Range(0, plan.Connections).Count(client => plan.SlotOf(client, topic) >= 0), plan.SubscribersOf(topic));
    });

    [Fact]
    public void Clients_beyond_the_checked_ones_may_have_topics_of_another_number()
    {
        var plan = new TopicPlan(topics: 5, perConnection: 1, connections: 3, perOther: 5);

        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 5).Select(slot => plan.TopicOf(3, slot)));
        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 5).Select(topic => plan.SlotOf(4, topic)));
        Assert.Equal([1, 1, 1, 0, 0], Enumerable.Range(0, 5).Select(plan.SubscribersOf));
    }

    [Theory]
    [InlineData("load.4", 4)]
    [InlineData("load.5", null)]
    [InlineData("load.-1", null)]
    [InlineData("news.4", null)]
    [InlineData("load", null)]
    public void Topics_are_found_by_their_names(string name, int? topic) =>
        Assert.Equal(topic, new TopicPlan(topics: 5, perConnection: 1, connections: 3).TopicNamed(name));
}
