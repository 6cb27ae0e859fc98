using CsCheck;
using WsActors.Protocol.Faults;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Protocol.Tests.Faults;

/// <summary>Properties of <see cref="ConnectionFaults"/>: several faults that act on one connection and on its messages.</summary>
public sealed class ConnectionFaultsProperties
{
    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly FaultCohort Everyone = new FaultCohort.Share(1);

    private static readonly Gen<InjectedFault> AnyFault =
        from kind in Gen.Enum<FaultKind>()
        from number in Gen.Int[1, 1000]
        from milliseconds in Gen.Int[1, 60_000]
        from probability in Gen.Double[0.01, 1]
        from rate in Gen.Int[InjectedFault.MinBytesPerSecond, InjectedFault.MaxBytesPerSecond]
        select new InjectedFault(kind, Everyone)
        {
            Number = number,
            Delay = TimeSpan.FromMilliseconds(milliseconds),
            Probability = probability,
            BytesPerSecond = kind == FaultKind.Throttle ? rate : 0,
            Code = kind == FaultKind.Close ? CloseCode.SlowConsumer : null,
        };

    [Fact]
    public void The_longest_delay_the_lowest_rate_and_the_oldest_close_count() => AnyFault.List[0, 8].Sample(list =>
    {
        var faults = new ConnectionFaults(1, list);

        return faults.Delay == list.Where(fault => fault.Kind == FaultKind.Delay).Select(fault => fault.Delay).Append(TimeSpan.Zero).Max()
            && list.Where(fault => fault.Kind == FaultKind.Throttle).All(fault => faults.BytesPerSecond <= fault.BytesPerSecond)
            && (faults.BytesPerSecond > 0) == list.Exists(fault => fault.Kind == FaultKind.Throttle)
            && faults.Close == list.Find(fault => fault.Kind == FaultKind.Close);
    });

    [Fact]
    public void A_message_has_one_fate_and_a_drop_decides_it() => Gen
        .Select(AnyFault.List[0, 8], Gen.ULong, Gen.Long[1, long.MaxValue])
        .Sample((list, connection, offset) =>
        {
            var fate = new ConnectionFaults(connection, list).FateOf(News, offset);
            var striking = list.Where(fault => fault.ActsOnMessages && fault.Strikes(connection, News, offset)).Select(fault => fault.Kind).ToArray();
            var expected = striking.Contains(FaultKind.Drop) ? MessageFate.Dropped : striking.Length > 0 ? MessageFate.Duplicated : MessageFate.Delivered;

            return fate == expected && fate == new ConnectionFaults(connection, list).FateOf(News, offset);
        });

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    public void About_the_wanted_part_of_the_messages_is_struck_and_of_two_connections_not_the_same(double probability)
    {
        const int Messages = 50_000;
        var fault = new InjectedFault(FaultKind.Drop, Everyone) { Number = 3, Probability = probability };
        var (one, other) = (new ConnectionFaults(1, [fault]), new ConnectionFaults(2, [fault]));

        var dropped = Enumerable.Range(1, Messages).Count(offset => one.FateOf(News, offset) == MessageFate.Dropped);
        var both = Enumerable.Range(1, Messages).Count(offset => one.FateOf(News, offset) == MessageFate.Dropped && other.FateOf(News, offset) == MessageFate.Dropped);

        Assert.InRange(dropped, Messages * probability * 0.9, Messages * probability * 1.1);
        Assert.InRange(both, 0, dropped * 0.9);
    }

    [Fact]
    public void With_certainty_every_message_is_struck_and_of_other_topics_none() => Gen.Long[1, long.MaxValue].Sample(offset =>
    {
        var faults = new ConnectionFaults(1, [new InjectedFault(FaultKind.Duplicate, new FaultCohort.OfTopic(News)) { Number = 1 }]);

        return faults.FateOf(TopicName.Parse("news"), offset) == MessageFate.Duplicated && faults.FateOf(TopicName.Parse("other"), offset) == MessageFate.Delivered;
    });
}
