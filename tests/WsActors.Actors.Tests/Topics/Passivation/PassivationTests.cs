using CsCheck;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Passivation;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Topics.Passivation;

/// <summary>A topic is stopped only while none of its requests is on its way, whatever has happened to it before.</summary>
public sealed class PassivationTests
{
    private static readonly TopicName News = TopicName.Parse("news");

    // The next event: a request is forwarded, the topic handles one, asks for its end or fails while it handles one, or its parent takes a message.
    private static readonly Gen<int> Step = Gen.Frequency((4, Gen.Const(0)), (4, Gen.Const(1)), (2, Gen.Const(2)), (1, Gen.Const(3)), (4, Gen.Const(4)));

    [Fact]
    public void No_request_is_lost_and_a_topic_at_rest_may_stop() => Step.Array[0, 60].Sample(
        steps =>
        {
            var model = new Model();
            foreach (var step in steps)
                model.Take(step);
            model.Settle();
        },
        iter: Effort.Rounds(5000),
        threads: 1);

    [Fact]
    public void A_topic_is_idle_when_nobody_has_needed_it_for_so_long()
    {
        var use = new TopicUse(TimeSpan.FromMinutes(1));
        use.Need(TimeSpan.FromMinutes(2));

        Assert.False(use.IsIdle(TimeSpan.FromMinutes(7) - TimeSpan.FromTicks(1), TimeSpan.FromMinutes(5)));
        Assert.True(use.IsIdle(TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Of_vacant_topics_each_is_remembered_once_and_the_oldest_goes_first()
    {
        var vacant = new VacantTopics(max: 1);
        var (first, second) = (Entry(), Entry());
        vacant.Add(News, first);
        vacant.Add(News, first);
        Assert.False(vacant.IsTooMany);

        vacant.Add(TopicName.Parse("other"), second);
        Assert.True(vacant.IsTooMany);
        Assert.Equal(News, vacant.TakeOldest());
        Assert.False(vacant.IsTooMany);
    }

    private static TopicEntry Entry() => new(new CapturingRef(null, "topic"));

    /// <summary>A topic and its parent; messages between them arrive in order, and when the test says so.</summary>
    private sealed class Model
    {
        private readonly CapturingRef _topic = new(null, "topic");
        private readonly Queue<object> _toParent = [];
        private readonly TopicEntry _entry;
        private TopicUse _use = new(TimeSpan.Zero);
        private int _underWay;
        private bool _mayStop;

        public Model() => _entry = new TopicEntry(_topic);

        public void Take(int step)
        {
            switch (step)
            {
                case 0: Forward(); break;
                case 1: Handle(fails: false); break;
                case 2: _toParent.Enqueue(new TopicUse.Passivate(News, _use.Handled)); break;
                case 3: Handle(fails: true); break;
                case 4: TakeAtParent(); break;
            }
        }

        public void Settle()
        {
            while (_underWay > 0)
                Handle(fails: false);
            _toParent.Enqueue(new TopicUse.Passivate(News, _use.Handled));
            while (_toParent.Count > 0)
                TakeAtParent();

            Assert.True(_mayStop, "a topic at rest can never be stopped");
        }

        private void Forward()
        {
            _entry.Forward(new TopicRequest.GetSnapshot(News), _topic);
            _underWay++;
        }

        private void Handle(bool fails)
        {
            if (!_topic.TryTake(out _, out _))
                return;

            _underWay--;
            _use.Count();
            if (!fails)
                return;

            _toParent.Enqueue(new TopicUse.Restarted(News, _use.Handled));
            _use = new TopicUse(TimeSpan.Zero);
        }

        private void TakeAtParent()
        {
            if (!_toParent.TryDequeue(out var message))
                return;
            if (message is TopicUse.Restarted restarted)
            {
                _entry.OnRestarted(restarted.Handled);
                return;
            }

            _mayStop = _entry.MayStop(((TopicUse.Passivate)message).Handled);
            Assert.False(_mayStop && _underWay > 0, "a request would be lost");
        }
    }
}
