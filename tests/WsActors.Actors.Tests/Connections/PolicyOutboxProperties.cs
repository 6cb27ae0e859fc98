using System.Globalization;
using CsCheck;
using WsActors.Actors.Settings;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>
/// Whatever is published to a reader that is behind, and whenever it reads: what it gets of each topic, messages and
/// gaps, is every offset once and in order, the newest message among them, and no more waits than may.
/// </summary>
public sealed class PolicyOutboxProperties
{
    private const int Limit = 6000;
    private const int TopicLimit = 2500;

    private static readonly (TopicName Name, DeliveryPolicy Policy)[] Topics =
    [
        (TopicName.Parse("latest"), DeliveryPolicy.Latest),
        (TopicName.Parse("keyed"), DeliveryPolicy.Latest),
        (TopicName.Parse("oldest"), DeliveryPolicy.DropOldest),
        (TopicName.Parse("oldest.too"), DeliveryPolicy.DropOldest),
    ];

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (12, Gen.Select(Gen.Int[0, Topics.Length - 1], Gen.Int[0, 5], Gen.Int[0, 900])
            .Select((topic, key, padding) => new Step(StepKind.Publish, topic, key, padding))),
        (2, Gen.Int[0, 700].Select(padding => new Step(StepKind.Firm, Padding: padding))),
        (1, Gen.Const(new Step(StepKind.Answer))),
        (1, Gen.Const(new Step(StepKind.Shed))),
        (2, Gen.Const(new Step(StepKind.ReadOn))));

    private enum StepKind
    {
        Publish,
        Firm,
        Answer,
        Shed,
        ReadOn,
    }

    [Fact]
    public void Messages_and_gaps_are_every_offset_once_and_in_order_and_no_bound_is_exceeded() =>
        Steps.Array[1, 120].Sample(Run, iter: Effort.Rounds(2000), threads: 1);

    private static void Run(Step[] steps)
    {
        var outbox = new PolicyOutbox(Limit);
        var published = new long[Topics.Length];
        var heard = new List<string>();
        foreach (var step in steps)
        {
            // A connection whose outbox refuses is closed.
            if (!TryTake(step, outbox, published, heard))
                return;

            Assert.InRange(outbox.Bytes, 0, Limit);
        }

        heard.AddRange(outbox.ReadAll());
        for (var topic = 0; topic < Topics.Length; topic++)
            AssertComplete(heard, Topics[topic].Name.Value, published[topic]);
        Assert.False(outbox.IsBehind);
    }

    private static bool TryTake(Step step, PolicyOutbox outbox, long[] published, List<string> heard)
    {
        switch (step.Kind)
        {
            case StepKind.Publish:
                var (name, policy) = Topics[step.Topic];
                var key = name.Value == "keyed" && step.Key > 0 ? $"{step.Key}" : null;
                return outbox.Add(name, ++published[step.Topic], policy, key, step.Padding, TopicLimit);
            case StepKind.Firm:
                return outbox.Add(new string('f', step.Padding));
            case StepKind.Answer:
                return outbox.Answer("pong");
            case StepKind.Shed:
                outbox.Shed();
                return true;
            default:
                heard.AddRange(outbox.ReadOn() ?? []);
                return true;
        }
    }

    private static void AssertComplete(List<string> heard, string topic, long published)
    {
        var next = 1L;
        var lastIsMessage = true;
        foreach (var words in heard.Select(text => text.Split(' ')).Where(words => words[0] == topic))
        {
            var range = words[1].Split('-').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(next, range[0]);
            Assert.InRange(range[^1], range[0], published);
            next = range[^1] + 1;
            lastIsMessage = range.Length == 1;
        }

        Assert.Equal(published + 1, next);
        Assert.True(lastIsMessage, $"the newest message of {topic} was dropped");
    }

    private sealed record Step(StepKind Kind, int Topic = 0, int Key = 0, int Padding = 0);
}
