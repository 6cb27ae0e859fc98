using Akka.Actor;
using CsCheck;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections.Parts;

/// <summary>
/// The subscriptions of one connection among topics in a model: messages of each pair stay in order, and otherwise arrive in any. Whatever
/// happens, each request is answered once, and a topic has the connection exactly if the connection has the topic, also if the connection
/// ends while an answer is written.
/// </summary>
public sealed class SubscriptionsModelTests
{
    private static readonly Gen<int> Topic = Gen.Int[0, 3];

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Topic.Select(topic => new Step(StepKind.Subscribe, topic))),
        (6, Topic.Select(topic => new Step(StepKind.Unsubscribe, topic))),
        (4, Topic.Select(topic => new Step(StepKind.SubscribeByServer, topic))),
        (3, Topic.Select(topic => new Step(StepKind.UnsubscribeByServer, topic))),
        (9, Gen.Const(new Step(StepKind.ForwardOne))),
        (9, Gen.Select(Topic, Gen.Int[0, 9]).Select((topic, choice) => new Step(StepKind.TopicTakesOne, topic, choice))),
        (9, Topic.Select(topic => new Step(StepKind.ConnectionTakesOne, topic))),
        (4, Gen.Const(new Step(StepKind.AskNextPage))),
        (2, Topic.Select(topic => new Step(StepKind.Lose, topic))));

    private enum StepKind
    {
        Subscribe,
        Unsubscribe,
        SubscribeByServer,
        UnsubscribeByServer,
        ForwardOne,
        TopicTakesOne,
        ConnectionTakesOne,
        AskNextPage,
        Lose,
        SubscribeToMany,
    }

    [Fact]
    public void Each_request_is_answered_once_and_both_sides_agree_in_the_end() => Steps.Array[1, 80].Sample(
        steps =>
        {
            var model = new Model();
            model.Run(steps);
            model.Settle();
            model.AssertAllAnswered();
            model.AssertAgreement();
        },
        iter: Effort.Rounds(20_000),
        threads: 1);

    [Fact]
    public void No_topic_keeps_a_connection_whose_client_had_no_room_for_an_answer() => Gen.Select(Steps.Array[1, 80], Gen.Int[0, 12]).Sample(
        (steps, full) =>
        {
            var model = new Model { EventsUntilFull = full };
            model.Run(steps);
            model.Settle();
            model.End();
            model.Settle();
            model.AssertNothingIsLeft();
        },
        iter: Effort.Rounds(20_000),
        threads: 1);

    [Fact]
    public void No_topic_keeps_a_connection_of_many_topics_that_ends() => Gen.Select(Steps.Array[0, 60], Steps.Array[0, 60], Gen.Int[0, 60]).Sample(
        (before, after, full) =>
        {
            var model = new Model { EventsUntilFull = full };
            model.Run([.. before, new Step(StepKind.SubscribeToMany), .. after]);
            model.End();
            model.Settle();
            model.AssertNothingIsLeft();
        },
        iter: Effort.Rounds(5_000),
        threads: 1);

    private sealed record Step(StepKind Kind, int Topic = 0, int Choice = 9);

    /// <summary>A topic actor: what it has been sent, whether it has the connection, and what it has told the connection.</summary>
    private sealed class Home(int number)
    {
        public TopicName Name { get; } = TopicName.Parse($"t{number}");
        public CapturingRef Ref { get; } = new(null, $"home{number}");
        public Queue<object> Inbox { get; } = [];
        public Queue<object> Told { get; } = [];
        public bool HasConnection { get; set; }
        public TopicRequest.Subscribe? CatchingUp { get; set; }
    }

    private sealed class Model
    {
        private readonly TurnHarness _harness = new(new PushSettings { MaxPendingSubscriptions = 2 });
        private readonly Home[] _homes = [.. Enumerable.Range(0, 24).Select(number => new Home(number))];
        private readonly Queue<object> _topicsInbox = [];
        private readonly List<CapturingRef> _askers = [];
        private readonly Dictionary<int, int> _answers = [];
        private readonly HashSet<string> _known = [];
        private Subscriptions _subscriptions;
        private bool _isOpen = true;
        private int _requests;

        /// <summary>Events that the client takes before there is no room for one.</summary>
        public int EventsUntilFull { get; set; } = int.MaxValue;

        public void Run(IEnumerable<Step> steps)
        {
            foreach (var step in steps)
                Take(step);
        }

        /// <summary>All messages arrive.</summary>
        public void Settle()
        {
            bool any;
            do
            {
                Take(new Step(StepKind.AskNextPage));
                any = ForwardOne();
                for (var topic = 0; topic < _homes.Length; topic++)
                    any |= TopicTakesOne(_homes[topic], 9) | ConnectionTakesOne(_homes[topic]);
            }
            while (any);
        }

        public void End()
        {
            if (_isOpen)
                Close();
            CarryOut();
        }

        public void AssertAllAnswered()
        {
            Assert.All(Enumerable.Range(1, _requests), id => Assert.Equal(1, _answers.GetValueOrDefault(id)));
            Assert.All(_askers, asker => Assert.Single(asker.Messages));
        }

        public void AssertAgreement()
        {
            var subscribed = _subscriptions.Topics().Select(topic => topic.Value).Order().ToArray();
            Assert.Equal(subscribed, _homes.Where(home => home.HasConnection).Select(home => home.Name.Value).Order());
            Assert.Equal(subscribed, _known.Order());
            Assert.All(_subscriptions.Topics(), topic => Assert.True(_subscriptions.IsLive(topic)));
        }

        public void AssertNothingIsLeft()
        {
            Assert.DoesNotContain(_homes, home => home.HasConnection);
            Assert.Equal(0, _subscriptions.Count);
            Assert.All(Enumerable.Range(1, _requests), id => Assert.InRange(_answers.GetValueOrDefault(id), 0, 1));
            Assert.All(_askers, asker => Assert.Single(asker.Messages));
        }

        private void Take(Step step)
        {
            var home = _homes[step.Topic];
            switch (step.Kind)
            {
                case StepKind.ForwardOne: ForwardOne(); return;
                case StepKind.TopicTakesOne: TopicTakesOne(home, step.Choice); return;
                case StepKind.ConnectionTakesOne: ConnectionTakesOne(home); return;
                case StepKind.Lose: Lose(home); return;
            }

            if (!_isOpen)
                return;

            switch (step.Kind)
            {
                case StepKind.Subscribe: Subscribe(home); break;
                case StepKind.SubscribeToMany: Array.ForEach(_homes, Subscribe); break;
                case StepKind.Unsubscribe:
                    Unsubscribing.ByClient(new ClientCommand.Unsubscribe(NextRequest(), home.Name), ref _subscriptions, _harness.Turn); break;
                case StepKind.SubscribeByServer:
                    _subscriptions.SubscribeByServer(new ConnectionMessage.SubscribeTo(home.Name, NextAsker()), _harness.Turn); break;
                case StepKind.UnsubscribeByServer:
                    Unsubscribing.ByServer(
                        new ConnectionMessage.UnsubscribeFrom(home.Name, "test", NextAsker()), ref _subscriptions, _harness.Turn); break;
                case StepKind.AskNextPage: _subscriptions.AskNextPage(_harness.Self); TakeCatchUps(); break;
            }

            CarryOut();
        }

        private void Subscribe(Home home)
        {
            if (!_isOpen)
                return;

            _subscriptions.SubscribeByClient(new ClientCommand.Subscribe(NextRequest(), home.Name, Since: null), _harness.Turn);
            CarryOut();
        }

        // The parent of all topics passes requests on, in their order.
        private bool ForwardOne()
        {
            if (!_topicsInbox.TryDequeue(out var message))
                return false;

            switch (message)
            {
                case TopicRequest.Subscribe subscribe: HomeOf(subscribe.Topic).Inbox.Enqueue(subscribe); break;
                case TopicsActor.Unsubscribe unsubscribe: Leave(unsubscribe.Topic); break;
                case TopicsActor.Leave leave: leave.Topics.ToList().ForEach(left => Leave(left.Item1)); break;
                default: throw new InvalidOperationException($"{message} is not for the topics");
            }

            return true;
        }

        private void Leave(TopicName topic) => HomeOf(topic).Inbox.Enqueue(new TopicActor.Unsubscribe(_harness.Self));

        private static bool TopicTakesOne(Home home, int choice)
        {
            if (!home.Inbox.TryDequeue(out var message))
                return false;

            switch (message)
            {
                case TopicRequest.Subscribe subscribe when choice == 0:
                    home.Told.Enqueue(new Subscriber.SubscribeRefused(subscribe, ErrorCode.TooManyTopics, "planted")); break;
                case TopicRequest.Subscribe subscribe: Confirm(home, subscribe, isLive: choice > 2); break;
                case TopicActor.Unsubscribe: (home.HasConnection, home.CatchingUp) = (false, null); break;
                case TopicActor.CatchUp next when home.CatchingUp == next.Request: Replay(home, next, isEnd: choice > 2); break;
            }

            return true;
        }

        private static void Confirm(Home home, TopicRequest.Subscribe subscribe, bool isLive)
        {
            Assert.False(home.HasConnection, $"{home.Name} has the connection twice");
            home.HasConnection = true;
            home.CatchingUp = isLive ? null : subscribe;
            home.Told.Enqueue(new Subscriber.Subscribed(
                home.Name, home.Ref, new TopicPosition("e", 9), isLive ? null : new Recovery(true, null, 0), subscribe));
        }

        private static void Replay(Home home, TopicActor.CatchUp next, bool isEnd)
        {
            home.Told.Enqueue(new Subscriber.Replayed(home.Name, home.Ref, [], new LogPage([], null, next.After + 1, isEnd), next.Request));
            if (isEnd)
                home.CatchingUp = null;
        }

        // Its log is lost: its subscribers are told, and what waits for it is for the new log.
        private static void Lose(Home home)
        {
            if (home.HasConnection)
                home.Told.Enqueue(new Subscriber.TopicLost(home.Name, new TopicPosition("e", 9)));
            (home.HasConnection, home.CatchingUp) = (false, null);
        }

        private bool ConnectionTakesOne(Home home)
        {
            if (!home.Told.TryDequeue(out var message))
                return false;
            if (!_isOpen)
                return true;

            switch (message)
            {
                case Subscriber.Subscribed subscribed: _subscriptions.OnSubscribed(subscribed, _harness.Turn); break;
                case Subscriber.SubscribeRefused refused: _subscriptions.OnRefused(refused, _harness.Turn); break;
                case Subscriber.Replayed replayed: _subscriptions.OnReplayed(replayed, _harness.Turn); break;
                case Subscriber.TopicLost lost: _subscriptions.ReturnTo(lost, _harness.Turn); break;
            }

            CarryOut();
            return true;
        }

        // As the connection's actor does.
        private void CarryOut()
        {
            while (_harness.Effects.TryTake(out var effect))
            {
                switch (effect.Kind)
                {
                    case EffectKind.Say or EffectKind.Answer or EffectKind.Fail when _isOpen: Send((ServerEvent)effect.Subject!); break;
                    case EffectKind.Tell: Tell(effect.To!, effect.Subject!); break;
                }
            }
        }

        private void Send(ServerEvent sent)
        {
            if (EventsUntilFull-- <= 0)
            {
                Close();
                return;
            }

            var id = sent switch
            {
                ServerEvent.Subscribed subscribed => subscribed.Id,
                ServerEvent.Unsubscribed unsubscribed => unsubscribed.Id,
                ServerEvent.Error error => error.Id,
                _ => null,
            };
            if (id is { } request)
                _answers[request.Number!.Value] = _answers.GetValueOrDefault(request.Number.Value) + 1;
            if (sent is ServerEvent.Subscribed { Topic: var entered })
                _known.Add(entered.Value);
            else if (sent is ServerEvent.Unsubscribed { Topic: var left })
                _known.Remove(left.Value);
        }

        private void Close()
        {
            _isOpen = false;
            _subscriptions.LeaveAll(_harness.Turn);
        }

        private void Tell(IActorRef to, object message)
        {
            if (ReferenceEquals(to, _harness.Topics))
                _topicsInbox.Enqueue(message);
            else if (Array.Find(_homes, home => ReferenceEquals(home.Ref, to)) is { } home)
                home.Inbox.Enqueue(message);
            else
                to.Tell(message, ActorRefs.NoSender);
        }

        // These are told directly, not by effects.
        private void TakeCatchUps()
        {
            foreach (var home in _homes)
            {
                while (home.Ref.TryTake(out var message, out _))
                    home.Inbox.Enqueue(message);
            }
        }

        private Home HomeOf(TopicName topic) => _homes[int.Parse(topic.Value[1..], System.Globalization.CultureInfo.InvariantCulture)];

        private RequestId NextRequest() => RequestId.Of(++_requests);

        private CapturingRef NextAsker()
        {
            _askers.Add(new CapturingRef(null, $"asker{_askers.Count}"));
            return _askers[^1];
        }
    }
}
