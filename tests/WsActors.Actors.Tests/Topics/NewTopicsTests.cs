using Akka.Actor;
using WsActors.Actors.Topics;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>The order in which topics are made and left; no actor is involved.</summary>
public sealed class NewTopicsTests
{
    private static readonly TopicName A = TopicName.Parse("a");
    private static readonly TopicName B = TopicName.Parse("b");

    private readonly NewTopics _topics = new();
    private readonly Departures _departures = new();

    [Fact]
    public void Names_come_in_the_order_in_which_they_were_first_asked_for_each_with_its_messages()
    {
        _topics.Add(A, 1, ActorRefs.Nobody);
        _topics.Add(B, 2, ActorRefs.Nobody);
        _topics.Add(A, 3, ActorRefs.Nobody);

        Assert.True(_topics.TryPeek(out var first));
        Assert.Equal([1, 3], _topics.Take(first).Select(entry => (int)entry.Message));
        Assert.True(_topics.TryPeek(out var second));
        Assert.Equal([2], _topics.Take(second).Select(entry => (int)entry.Message));
        Assert.False(_topics.TryPeek(out _));
        Assert.Equal([A, B], [first, second]);
    }

    [Fact]
    public void A_name_that_was_taken_out_of_turn_is_not_met_again()
    {
        _topics.Add(A, 1, ActorRefs.Nobody);
        _topics.Add(B, 2, ActorRefs.Nobody);
        _topics.Take(A);

        Assert.False(_topics.Contains(A));
        Assert.True(_topics.TryPeek(out var next));
        Assert.Equal(B, next);
        Assert.Empty(_topics.Take(A));
    }

    [Fact]
    public void Departures_come_topic_by_topic_in_the_order_of_those_who_leave()
    {
        _departures.Add(ActorRefs.Nobody, [(A, null), (B, null)]);
        _departures.Add(ActorRefs.Nobody, []);
        _departures.Add(ActorRefs.Nobody, [(B, null)]);
        var left = new List<TopicName>();
        while (_departures.TryTake(out _, out var topic, out _))
            left.Add(topic);

        Assert.Equal([A, B, B], left);
        Assert.True(_departures.IsEmpty);
    }
}
