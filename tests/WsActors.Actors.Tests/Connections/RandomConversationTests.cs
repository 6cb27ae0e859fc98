using System.Globalization;
using System.Text;
using Akka.Actor;
using CsCheck;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>
/// Whatever a client, its topics and the operator do, in whatever order: the outbox keeps its bound, a message comes
/// only within a subscription, in order and once, and when it is over every count is zero.
/// </summary>
public sealed class RandomConversationTests : ActorTest
{
    private const int OutboxBytes = 2048;

    /// <summary>The bytes that may exceed the bound: replies of the session itself, such as its close frame.</summary>
    private const int OwnReplyBytes = 256;

    private static readonly Gen<string> Topic = Gen.OneOf(Gen.Const("a"), Gen.Const("b"), Gen.Const("c"));

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Topic.Select(topic => new Step(StepKind.Send, $$"""{"type":"subscribe","id":1,"topic":"{{topic}}"}"""))),
        (3, Topic.Select(topic => new Step(StepKind.Send, $$"""{"type":"unsubscribe","id":2,"topic":"{{topic}}"}"""))),
        (3, Topic.Select(topic => new Step(StepKind.Send, $$"""{"type":"publish","id":3,"topic":"{{topic}}","data":0}"""))),
        (1, Gen.Const(new Step(StepKind.Send, """{"type":"ping"}"""))),
        (1, Gen.Const(new Step(StepKind.Send, "nonsense"))),
        (9, Topic.Select(topic => new Step(StepKind.Publish, topic))),
        (2, Gen.Const(new Step(StepKind.StopReading))),
        (3, Gen.Const(new Step(StepKind.ReadOn))),
        (1, Gen.Const(new Step(StepKind.Wait))),
        (1, Gen.Const(new Step(StepKind.Fail))));

    private readonly IActorRef _topics;
    private readonly IActorRef _connections;
    private int _published;

    public RandomConversationTests()
    {
        var rules = new TopicRules(
        [
            new TopicRule { Match = "b", Publish = Permission.Anyone, Delivery = DeliveryPolicy.Latest },
            new TopicRule { Match = "c", Publish = Permission.Anyone, Delivery = DeliveryPolicy.DropOldest, DeliveryBytes = 1024 },
            new TopicRule { Match = "*", Publish = Permission.Anyone },
        ]);
        _topics = Sys.ActorOf(TopicsActor.Props(new TopicSettings(), rules, Clock, Telemetry));
        var environment = new ConnectionEnvironment(
            new PushSettings { OutboxBytes = OutboxBytes }, rules, _topics, Clock, Telemetry, Sys.Log);
        _connections = Sys.ActorOf(ConnectionsActor.Props(environment, new DrainSettings()));
    }

    private enum StepKind
    {
        Send,
        Publish,
        StopReading,
        ReadOn,
        Wait,
        Fail,
    }

    [Fact]
    public void Every_conversation_keeps_the_bounds_the_order_and_the_counts() =>
        Steps.Array[1, 60].Sample(Converse, iter: Effort.Rounds(100), threads: 1);

    private void Converse(Step[] steps)
    {
        var client = Connect();
        foreach (var step in steps)
            Take(step, client);

        AssertOutboxIsBounded();
        client.ClientReadsOn();
        client.ClientResets();
        Eventually(() => Assert.Equal(
            (0, 0, 0), (Telemetry.Connections.Total, Telemetry.Figures.Subscriptions, Telemetry.Figures.OutboxBytes)));
        AssertMessagesAreInOrderAndSubscribedTo(client);
    }

    private MemoryTransport Connect()
    {
        var client = new MemoryTransport();
        _connections.Tell(new ConnectionsRequest.Admit(client), ActorRefs.NoSender);
        client.ClientSends(UpgradeRequest.To("/"));
        return client;
    }

    private void Take(Step step, MemoryTransport client)
    {
        switch (step.Kind)
        {
            case StepKind.Send: client.ClientSends(ClientFrame.Text(step.Text)); break;
            case StepKind.Publish: Publish(step.Text); break;
            case StepKind.StopReading: client.ClientStopsReading(); break;
            case StepKind.ReadOn: client.ClientReadsOn(); break;
            case StepKind.Wait: Time.Advance(TimeSpan.FromSeconds(1)); break;
            case StepKind.Fail: client.ThrowsOnReceive = true; break;
        }
    }

    // Each is padded, so that a client that does not read meets the bound within one conversation.
    private void Publish(string topic)
    {
        var json = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{++_published}{new string(' ', 150)}"));
        Assert.True(Publication.TryParseJson(json, out var publication, out _));
        _topics.Tell(
            new TopicRequest.Publish(TopicName.Parse(topic), publication, PublicationSource.AdminApi), ActorRefs.NoSender);
    }

    private void AssertOutboxIsBounded()
    {
        _connections.Tell(new ConnectionsRequest.GetConnections(null, 10, null));
        foreach (var connection in ExpectMsg<ConnectionsReply.ConnectionPage>().Connections)
            Assert.InRange(connection.QueuedBytes, 0, OutboxBytes + OwnReplyBytes);
    }

    private static void AssertMessagesAreInOrderAndSubscribedTo(MemoryTransport client)
    {
        var subscribed = new HashSet<string>();
        var last = new Dictionary<string, int>();
        foreach (var text in ServerFrames.Texts(client.Sent))
        {
            var json = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(text);
            switch (json.GetProperty("type").GetString())
            {
                case "subscribed":
                    subscribed.Add(json.GetProperty("topic").GetString()!);
                    break;
                case "unsubscribed":
                    subscribed.Remove(json.GetProperty("topic").GetString()!);
                    break;
                case "message":
                    var topic = json.GetProperty("topic").GetString()!;
                    Assert.Contains(topic, subscribed);
                    AssertInOrder(json.GetProperty("data").GetInt32(), topic, last);
                    break;
            }
        }
    }

    // What the client itself publishes is 0 and has no place in the order.
    private static void AssertInOrder(int number, string topic, Dictionary<string, int> last)
    {
        if (number == 0)
            return;

        Assert.True(number > last.GetValueOrDefault(topic), $"{number} came after {last.GetValueOrDefault(topic)}");
        last[topic] = number;
    }

    private sealed record Step(StepKind Kind, string Text = "");
}
