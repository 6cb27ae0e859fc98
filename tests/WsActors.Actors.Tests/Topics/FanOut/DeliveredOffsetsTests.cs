using Akka.Actor;
using CsCheck;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Connections.Parts;
using WsActors.Actors.Topics.FanOut;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Topics.FanOut;

/// <summary>
/// From a publication to the client, under every delivery policy: publications are joined at random, some exclude a subscriber, some cannot
/// be expressed in a subscriber's protocol, and clients stop reading and read on. Of what is for a client, each offset arrives once, as a
/// message or within a gap, in order. A gap begins and ends with offsets that are really missing.
/// </summary>
public sealed class DeliveredOffsetsTests
{
    private const int Plenty = 1_000_000;

    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly ClientEncoding Json = new(JsonProtocol.Instance, WebSocketCarrier.Instance);
    private static readonly ClientEncoding TextOnly = new(TextOnlyProtocol.Instance, WebSocketCarrier.Instance);

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (12, Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 600])
            .Select((except, key, format, padding) => new Step(StepKind.Publish, except, key, format == 0, padding))),
        (5, Gen.Const(new Step(StepKind.Tell))),
        (2, Gen.Int[0, 3].Select(reader => new Step(StepKind.StopReading, reader))),
        (2, Gen.Int[0, 3].Select(reader => new Step(StepKind.ReadOn, reader))));

    private enum StepKind
    {
        Publish,
        Tell,
        StopReading,
        ReadOn,
    }

    [Theory]
    [InlineData(DeliveryPolicy.Every)]
    [InlineData(DeliveryPolicy.Latest)]
    [InlineData(DeliveryPolicy.DropOldest)]
    public void Every_offset_is_delivered_or_in_one_gap_where_there_is_little_room(DeliveryPolicy policy) =>
        Steps.Array[1, 150].Sample(steps => new Scene(policy, outboxBytes: 9000, topicBytes: 2500).Play(steps), iter: Effort.Rounds(2000), threads: 1);

    [Theory]
    [InlineData(DeliveryPolicy.Every)]
    [InlineData(DeliveryPolicy.Latest)]
    [InlineData(DeliveryPolicy.DropOldest)]
    public void Every_offset_is_delivered_or_in_one_gap_where_there_is_plenty_of_room(DeliveryPolicy policy) =>
        Steps.Array[1, 150].Sample(
            steps =>
            {
                var scene = new Scene(policy, Plenty, Plenty);
                scene.Play(steps);
                scene.AssertNothingIsLostForWantOfRoom();
            },
            iter: Effort.Rounds(2000),
            threads: 1);

    [Fact]
    public void A_gap_between_two_missing_messages_spans_what_the_client_is_excluded_from()
    {
        var scene = new Scene(DeliveryPolicy.Latest, Plenty, Plenty);
        scene.Play([
            new Step(StepKind.StopReading, 0), .. Published(4), new Step(StepKind.Publish, 4), new Step(StepKind.Publish, 0),
            .. Published(4), .. Published(4),
        ]);

        Assert.Equal([(false, 1L, 1L), (true, 2L, 4L), (false, 5L, 5L)], scene.HeardBy(0));
    }

    // One that begins the sending, so that the others wait.
    private static IEnumerable<Step> Published(int except) => [new Step(StepKind.Publish, except), new Step(StepKind.Tell)];

    private sealed record Step(StepKind Kind, int Reader = 4, int Key = 0, bool IsBinary = false, int Padding = 0);

    private sealed class Scene
    {
        private readonly DeliveryPolicy _policy;
        private readonly SlowReader[] _readers;
        private FanOutGroups _groups;
        private readonly List<(Step Step, long Offset)> _published = [];

        public Scene(DeliveryPolicy policy, int outboxBytes, int topicBytes)
        {
            _policy = policy;
            var harness = new TurnHarness(new PushSettings { OutboxBytes = outboxBytes });
            _groups = new FanOutGroups(harness.Telemetry, new TopicRule { Match = "*", Delivery = policy, DeliveryBytes = topicBytes });
            _readers = [.. Enumerable.Range(0, 4).Select(index => new SlowReader(harness, (ulong)index + 1, index < 2 ? Json : TextOnly))];
            foreach (var reader in _readers)
                _groups.Add(reader.Ref, reader.Encoding, compression: null);
        }

        public void Play(IReadOnlyList<Step> steps)
        {
            foreach (var step in steps)
                Take(step);

            Tell();
            for (var index = 0; index < _readers.Length; index++)
            {
                _readers[index].ReadOn();
                if (!_readers[index].IsClosed)
                    AssertComplete(index);
            }
        }

        public IEnumerable<(bool IsGap, long From, long To)> HeardBy(int reader) =>
            _readers[reader].Heard().Select(heard => (heard.IsGap, heard.From, heard.To));

        /// <summary>Of Latest the newest of each key arrives, and of the others everything.</summary>
        public void AssertNothingIsLostForWantOfRoom()
        {
            for (var index = 0; index < _readers.Length; index++)
            {
                var heard = _readers[index].Heard();
                Assert.DoesNotContain(heard, one => one.Reason == MissedRange.SlowConsumer);
                var messages = heard.Where(one => !one.IsGap).Select(one => one.From).ToHashSet();
                var newest = ForReader(index).GroupBy(one => _policy == DeliveryPolicy.Latest ? one.Step.Key : one.Offset).Select(one => one.Last().Offset);
                Assert.All(newest, offset => Assert.Contains(offset, messages));
            }
        }

        private void Take(Step step)
        {
            switch (step.Kind)
            {
                case StepKind.Publish: Publish(step); break;
                case StepKind.Tell: Tell(); break;
                case StepKind.StopReading: _readers[step.Reader].StopReading(); break;
                case StepKind.ReadOn: _readers[step.Reader].ReadOn(); break;
            }
        }

        private void Publish(Step step)
        {
            var offset = _published.Count + 1;
            _published.Add((step, offset));
            var except = step.Reader < _readers.Length ? _readers[step.Reader].Ref.Path.Name : null;
            var publication = PublicationOf(step).About(step.Key == 0 ? null : $"{step.Key}").Excluding(except);
            _groups.Join(new ServerEvent.Message(News, publication, new TopicPosition("e", offset)), offset);
        }

        private static Publication PublicationOf(Step step)
        {
            if (step.IsBinary)
                return Publication.FromBinary(new byte[step.Padding]);

            Assert.True(Publication.TryParseText(System.Text.Encoding.UTF8.GetBytes(new string('x', step.Padding)), out var text, out _));
            return text;
        }

        private void Tell()
        {
            _groups.Tell(News, TimeSpan.Zero, ActorRefs.Nobody);
            foreach (var reader in _readers)
                reader.Handle();
        }

        private (Step Step, long Offset)[] ForReader(int index) =>
            [.. _published.Where(one => one.Step.Reader != index && !(one.Step.IsBinary && _readers[index].Encoding.Is(TextOnly)))];

        private void AssertComplete(int index)
        {
            var expected = new Queue<long>(ForReader(index).Select(one => one.Offset));
            var lastIsMessage = true;
            foreach (var (isGap, from, to, _) in _readers[index].Heard())
            {
                Assert.Equal(from, expected.Dequeue());
                var last = from;
                while (expected.TryPeek(out var next) && next <= to)
                    last = expected.Dequeue();
                Assert.Equal(to, last);
                lastIsMessage = !isGap;
            }

            Assert.Empty(expected);
            Assert.True(lastIsMessage, "the newest message was dropped");
        }
    }
}
