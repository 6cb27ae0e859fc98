using Akka.Actor;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Connections;

/// <summary>The list of a connection's subscriptions, compared with a dictionary: it has a form of its own for one, for a few and for many.</summary>
public sealed class SubscriptionListTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void The_list_holds_what_a_dictionary_holds(int topics)
    {
        var random = new Random(topics);
        var names = Enumerable.Range(0, topics).Select(i => TopicName.Parse($"t{i}")).ToArray();
        var (list, model) = (new SubscriptionList(), new Dictionary<TopicName, TopicRequest.Subscribe?>());
        for (var step = 0; step < 2000; step++)
        {
            var name = names[random.Next(topics)];
            if (!model.TryGetValue(name, out var request))
                list.AddPending((model[name] = new TopicRequest.Subscribe(name, ActorRefs.Nobody, JsonProtocol.Instance))!);
            else if (request is not null && random.Next(2) == 0)
                GoLive(ref list, model, name, request);
            else
                Assert.Equal(model.Remove(name), list.Remove(name, out _));
            AssertSame(model, list, names);
        }
    }

    private static void GoLive(
        ref SubscriptionList list, Dictionary<TopicName, TopicRequest.Subscribe?> model, TopicName name, TopicRequest.Subscribe request)
    {
        Assert.True(list.TryAnswer(request, name, ActorRefs.Nobody));
        list.BecomeLive(request);
        model[name] = null;
    }

    private static void AssertSame(Dictionary<TopicName, TopicRequest.Subscribe?> model, SubscriptionList list, TopicName[] names)
    {
        Assert.Equal(model.Count, list.Count);
        Assert.Equal(model.Count == 1 ? model.Keys.Single() : null, list.Only);
        Assert.Equal(model.Keys.OrderBy(topic => topic.Value), Enumerable.Range(0, list.Count).Select(i => list[i].Topic).OrderBy(topic => topic.Value));
        foreach (var name in names)
        {
            var isThere = model.TryGetValue(name, out var request);
            Assert.Equal(isThere, list.Contains(name));
            Assert.Equal(isThere && request is null, list.IsLive(name));
            Assert.Equal(request is not null, list.IsUnanswered(name));
        }
    }
}
