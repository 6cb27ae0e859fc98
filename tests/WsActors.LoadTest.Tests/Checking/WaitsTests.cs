using System.Diagnostics;
using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Tests.Checking;

/// <summary>Three topics with one client each.</summary>
public sealed class WaitsTests
{
    private readonly Waits _waits = new(new TopicPlan(3, 1, 3));

    [Fact]
    public void A_topic_without_an_accepted_publication_is_noticed()
    {
        Accept(topic: 0, number: 0, seconds: 1);
        Accept(topic: 0, number: 1, seconds: 9);
        Accept(topic: 0, number: 2, seconds: 10);
        Assert.Equal((0, 8), Round(_waits.Take().Refusals));
    }

    [Fact]
    public void What_is_accepted_again_ends_no_pause()
    {
        Accept(topic: 0, number: 0, seconds: 1);
        Accept(topic: 0, number: 0, seconds: 5);
        Accept(topic: 0, number: 1, seconds: 9);
        Assert.Equal(8, Round(_waits.Take().Refusals).Greatest);
    }

    [Fact]
    public void A_client_waits_from_the_acceptance_to_the_delivery()
    {
        Accept(topic: 1, number: 0, seconds: 1);
        Deliver(client: 0, topic: 1, number: 0, seconds: 3);
        Deliver(client: 1, topic: 1, number: 0, seconds: 6);
        Deliver(client: 2, topic: 1, number: 0, seconds: 2);
        Assert.Equal((2, 5), Round(_waits.Take().Deliveries));
    }

    [Fact]
    public void A_delivery_before_the_answer_is_no_wait()
    {
        Deliver(client: 0, topic: 0, number: 0, seconds: 2);
        Accept(topic: 0, number: 0, seconds: 9);
        Assert.Equal(0, Round(_waits.Take().Deliveries).Greatest);
    }

    [Fact]
    public void Each_time_the_longest_since_the_last_time_is_told()
    {
        Accept(topic: 0, number: 0, seconds: 1);
        Accept(topic: 0, number: 1, seconds: 9);
        _waits.Take();
        Accept(topic: 0, number: 2, seconds: 10);
        Assert.Equal(1, Round(_waits.Take().Refusals).Greatest);
    }

    [Fact]
    public void All_topics_are_served_when_the_last_of_them_is()
    {
        Accept(topic: 0, number: 0, seconds: 5);
        Accept(topic: 1, number: 0, seconds: 5);
        Assert.False(_waits.AllAcceptedSince(At(4)));
        Accept(topic: 2, number: 0, seconds: 6);
        Assert.True(_waits.AllAcceptedSince(At(4)));
        Assert.False(_waits.AllAcceptedSince(At(5)));
    }

    private static long At(int seconds) => seconds * Stopwatch.Frequency;

    private static (double Median, double Greatest) Round(WaitFigures.Longest longest) => (Math.Round(longest.Median, 3), Math.Round(longest.Greatest, 3));

    private void Accept(int topic, int number, int seconds) => _waits.Accepted(topic, number, At(seconds));

    private void Deliver(int client, int topic, int number, int seconds) => _waits.Delivered(client, topic, number, At(seconds));
}
