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
}
