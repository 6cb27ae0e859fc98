using System.Text.Json;
using Akka.Actor;
using CsCheck;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections.Answers;

/// <summary>
/// Random sequences of every command, pipelined, mixed with commands of the server, answers that come late and topics that fail:
/// each request is answered exactly once, and what the client was told is what it is subscribed to.
/// </summary>
public sealed class AnswersModelTests : ActorTest
{
    private static readonly Gen<string> Topic = Gen.OneOf(Gen.Const("a"), Gen.Const("b"), Gen.Const("asked.c"));

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Topic.Select(topic => new Step(StepKind.Send, $$"""{"type":"subscribe","topic":"{{topic}}","id":""", topic))),
        (6, Topic.Select(topic => new Step(StepKind.Send, $$"""{"type":"unsubscribe","topic":"{{topic}}","id":""", topic))),
        (2, Topic.Select(topic => new Step(StepKind.Send, $$"""{"type":"publish","topic":"{{topic}}","data":0,"id":""", topic))),
        (2, Topic.Select(topic => new Step(StepKind.Send, $$"""{"type":"history","topic":"{{topic}}","id":""", topic))),
        (2, Topic.Select(topic => new Step(StepKind.Send, $$"""{"type":"presence","topic":"{{topic}}","id":""", topic))),
        (1, Gen.Const(new Step(StepKind.Send, """{"type":"refresh","token":"a.b.c","id":"""))),
        (1, Gen.Const(new Step(StepKind.Send, """{"type":"ping","id":"""))),
        (1, Gen.Const(new Step(StepKind.Send, """{"type":"nonsense","id":"""))),
        (1, Gen.Const(new Step(StepKind.Send, """{"type":"subscribe","topic":7,"id":"""))),
        (4, Topic.Select(topic => new Step(StepKind.SubscribeByServer, Topic: topic))),
        (3, Topic.Select(topic => new Step(StepKind.UnsubscribeByServer, Topic: topic))),
        (2, Topic.Select(topic => new Step(StepKind.Lose, Topic: topic))),
        (9, Gen.Int[0, 9].Select(choice => new Step(StepKind.Answer, Choice: choice))),
        (1, Gen.Const(new Step(StepKind.Shed))));

    private int _conversations;

    private enum StepKind
    {
        Send,
        SubscribeByServer,
        UnsubscribeByServer,
        Answer,
        Lose,
        Shed,
    }

    [Fact]
    public void Every_request_is_answered_exactly_once_whatever_happens_meanwhile() =>
        Steps.Array[1, 60].Sample(steps => Converse(steps, closesBeforeTheAnswers: false), iter: Effort.Rounds(150), threads: 1);

    [Fact]
    public void Every_command_of_the_server_is_answered_exactly_once_also_where_the_connection_ends() =>
        Steps.Array[1, 40].Sample(steps => Converse(steps, closesBeforeTheAnswers: true), iter: Effort.Rounds(150), threads: 1);

    private void Converse(Step[] steps, bool closesBeforeTheAnswers)
    {
        var talk = new Talk(Sys, Environment, $"c{_conversations++}");
        foreach (var step in steps)
            Take(step, talk, closesBeforeTheAnswers ? talk.AskWatching : talk.Ask);

        if (closesBeforeTheAnswers)
            talk.Client.ClientResets();
        else
            AnswerEverything(talk);
        AssertCommandsOfTheServerAreAnswered(talk);
        AssertRequestsAreAnswered(talk, atLeast: closesBeforeTheAnswers ? 0 : 1);
        if (!closesBeforeTheAnswers)
            AssertTheClientKnowsItsSubscriptions(talk);
        talk.Client.ClientResets();
    }

    private ConnectionEnvironment Environment(DelayedNeighbours neighbours)
    {
        var rules = new TopicRules(
        [
            new TopicRule { Match = "asked.*", Subscribe = Permission.Webhook, Publish = Permission.Webhook },
            new TopicRule { Match = "*", Publish = Permission.Anyone },
        ]);

        // Two at a time, so that some wait for their turn.
        var settings = new PushSettings { MaxPendingSubscriptions = 2, CommandsPerSecond = 0 };
        return new ConnectionEnvironment(settings, rules, neighbours.Topics, Clock, Telemetry, Sys.Log)
        {
            Access = neighbours,
            Backend = neighbours,
        };
    }

    private static void Take(Step step, Talk talk, Action<Func<IActorRef, object>> ask)
    {
        var topic = TopicName.Parse(step.Topic);
        switch (step.Kind)
        {
            case StepKind.Send: talk.Send(step.Text); break;
            case StepKind.SubscribeByServer: ask(replyTo => new ConnectionMessage.SubscribeTo(topic, replyTo)); break;
            case StepKind.UnsubscribeByServer: ask(replyTo => new ConnectionMessage.UnsubscribeFrom(topic, "test", replyTo)); break;
            case StepKind.Answer: talk.Neighbours.AnswerOne(step.Choice); break;
            case StepKind.Lose: talk.Neighbours.Lose(topic, talk.Connection); break;
            case StepKind.Shed: talk.Connection.Tell(ConnectionMessage.Shed.Instance); break;
        }
    }

    private static void AnswerEverything(Talk talk)
    {
        do
            talk.Settle();
        while (talk.Neighbours.AnswerOne(choice: 9));
    }

    private void AssertCommandsOfTheServerAreAnswered(Talk talk) => Eventually(
        () => Assert.All(talk.ReplyTargets, replyTo => Assert.Single(replyTo.Messages)));

    private static void AssertRequestsAreAnswered(Talk talk, int atLeast)
    {
        var answers = talk.Events.Where(json => json.TryGetProperty("id", out _)).ToLookup(json => json.GetProperty("id").GetInt32());
        for (var id = 1; id <= talk.Requests; id++)
        {
            var count = answers[id].Count();
            Assert.True(
                count >= atLeast && count <= 1,
                $"request {id} has {count} answers; sent: {string.Join(' ', talk.Sent)}; received: {string.Join(' ', talk.Events)}");
        }
    }

    private static void AssertTheClientKnowsItsSubscriptions(Talk talk)
    {
        var known = new HashSet<string>();
        foreach (var json in talk.Events)
        {
            switch (json.GetProperty("type").GetString())
            {
                case "subscribed": known.Add(json.GetProperty("topic").GetString()!); break;
                case "unsubscribed": known.Remove(json.GetProperty("topic").GetString()!); break;
            }
        }

        Assert.Equal(known.Order(), talk.Settle().Subscriptions.Order());
    }

    private sealed record Step(StepKind Kind, string Text = "", string Topic = "a", int Choice = 0);

    /// <summary>One connection with a client in memory, and what was said on it.</summary>
    private sealed class Talk
    {
        private readonly ActorSystem _system;
        private readonly string _name;

        public Talk(ActorSystem system, Func<DelayedNeighbours, ConnectionEnvironment> environment, string name)
        {
            (_system, _name) = (system, name);
            Neighbours = new DelayedNeighbours(system);
            Connection = system.ActorOf(ConnectionActor.Props(environment(Neighbours)), name);
            Connection.Tell(new ConnectionMessage.Begin(new ConnectionId(1), Client, Refusal: null));
            Client.ClientSends(UpgradeRequest.To("/connect"));
            while (Settle().Phase != ConnectionPhase.Open)
            {
            }
        }

        public MemoryTransport Client { get; } = new();

        public DelayedNeighbours Neighbours { get; }

        public IActorRef Connection { get; }

        public List<CapturingRef> ReplyTargets { get; } = [];

        public List<string> Sent { get; } = [];

        public int Requests => Sent.Count;

        public IReadOnlyList<JsonElement> Events =>
            [.. ServerFrames.Texts(Client.Sent).Select(text => JsonSerializer.Deserialize<JsonElement>(text))];

        public void Send(string command)
        {
            Sent.Add($"{command}{Sent.Count + 1}}}");
            Client.ClientSends(ClientFrame.Text(Sent[^1]));
        }

        public void Ask(Func<IActorRef, object> request)
        {
            ReplyTargets.Add(new CapturingRef(_system, $"{_name}-replyTo"));
            Connection.Tell(request(ReplyTargets[^1]));
        }

        /// <summary>Asks as the parent of all connections does: the connection may stop before it has read the question.</summary>
        public void AskWatching(Func<IActorRef, object> request)
        {
            ReplyTargets.Add(new CapturingRef(_system, $"{_name}-replyTo"));
            _system.ActorOf(RequestActor.Props(Connection, request, new ConnectionsReply.Unknown(new ConnectionId(1)), ReplyTargets[^1]));
        }

        /// <summary>Waits until the connection has handled all that it was told, and has read what the client has sent, unless it holds the client back.</summary>
        public ConnectionSnapshot Settle()
        {
            // It is told of bytes that arrived while it read others only when it waits again, which may be behind the question.
            var snapshot = Snapshot();
            for (var i = 0; i < 5 && (Client.HasUnread || !Client.IsAwaited); i++)
                snapshot = Snapshot();
            return snapshot;
        }

        private ConnectionSnapshot Snapshot() =>
            Connection.Ask<ConnectionSnapshot>(ConnectionMessage.GetSnapshot.Instance, TimeSpan.FromSeconds(30)).Result;
    }
}
