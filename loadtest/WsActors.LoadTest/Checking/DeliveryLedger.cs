using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Checking;

/// <summary>
/// Expects every publication at every subscriber of its topic, exactly once and in the topic's order. What a client must get next
/// is one number for each of its subscriptions: a position in that order.
/// </summary>
internal sealed class DeliveryLedger(
    uint run, TopicPlan plan, PublicationLog publications, LatencyRecorder latency, ViolationLog violations, IPayload payload, ITopicOrder order, bool topicsAreNamed)
    : IDeliveries
{
    private long _delivered;

    /// <summary>Told when the last subscriber got a publication, or missed it.</summary>
    public Action? PublicationDone { get; set; }

    /// <summary>Deliveries to steady clients.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    public bool WantsTicks => false;

    public void Joined(Client client)
    {
        for (var slot = 0; slot < plan.SubscriptionsOf(client.Index); slot++)
            client.Next(slot) = client.Role == ClientRole.Victim ? Client.Anything : PublishedTo(plan.TopicOf(client.Index, slot));
    }

    public void Received(Client client, in Marker marker, ReadOnlySpan<byte> message, int end, long now)
    {
        client.Received++;
        if (SlotOf(client, marker) is not { } slot)
        {
            Stray(client, marker);
            return;
        }

        if (!payload.IsIn(message, marker, end))
            violations.Add(ViolationKind.Corrupt, client.Index, "the payload as it was published", $"another in {message.Length} bytes");
        if (topicsAreNamed && message.IndexOf(plan.QuotedName(marker.Topic)) < 0)
            violations.Add(ViolationKind.Corrupt, client.Index, $"the topic {plan.Names[marker.Topic]}", "another topic's name");

        Advance(client, ref client.Next(slot), marker, now);
    }

    public void ReceivedUnread(Client client, long now)
    {
        client.Received++;
        var topic = plan.TopicOf(client.Index, 0);
        ref var next = ref client.Next(0);
        if (next < PublishedTo(topic))
            Advance(client, ref next, new Marker(run, topic, next, ((long)next * plan.Topics) + topic), now);
        else
            violations.Add(ViolationKind.Repeated, client.Index, $"no more than {next} messages of {plan.Names[topic]}", "one more");
    }

    public void Missed(Client client, in AnnouncedGap gap)
    {
        var slot = plan.TopicNamed(gap.Topic) is { } topic ? plan.SlotOf(client.Index, topic) : -1;
        if (client.Role != ClientRole.Slow || slot < 0)
        {
            violations.Add(ViolationKind.Lost, client.Index, "every message", $"a gap in {gap.Topic}: {gap.From} to {gap.To}, {gap.Reason}");
            return;
        }

        // Offsets count up by one with each publication, so the next message has to be as much further on.
        client.Next(slot) += (int)(gap.To - gap.From + 1);
        client.Missed += gap.To - gap.From + 1;
    }

    public void Tick(long now) => latency.Tick(now);

    /// <summary>Afterwards: what a client has not got. On the fleet's thread.</summary>
    public void CheckEnd(Client client)
    {
        for (var slot = 0; slot < plan.SubscriptionsOf(client.Index); slot++)
        {
            var topic = plan.TopicOf(client.Index, slot);
            if (client.Next(slot) < PublishedTo(topic))
                violations.Add(ViolationKind.Lost, client.Index, Named(topic, client.Next(slot)), "nothing more");
        }
    }

    /// <summary>Publications go to the topics in turn, so their number says how many each has had.</summary>
    public int PublishedTo(int topic) => (publications.Count + plan.Topics - 1 - topic) / plan.Topics;

    private int? SlotOf(Client client, in Marker marker)
    {
        var isOurs = marker.Run == run && marker.Topic < plan.Topics && marker.Number < publications.Count &&
            marker.Number == ((long)marker.Sequence * plan.Topics) + marker.Topic;
        var slot = isOurs ? plan.SlotOf(client.Index, marker.Topic) : -1;
        return slot < 0 ? null : slot;
    }

    private void Advance(Client client, ref int next, in Marker marker, long now)
    {
        var position = order.PositionOf(client, marker);
        if (next == Client.Anything)
            next = position;

        if (position < next)
        {
            Report(ViolationKind.Repeated, client, next, marker);
            return;
        }

        if (position > next)
        {
            Report(ViolationKind.Lost, client, next, marker);
            for (var missed = next; missed < position; missed++)
                CountDown(client, (order.SequenceAt(marker.Topic, missed) * plan.Topics) + marker.Topic);
        }

        next = position + 1;
        if (client.Role != ClientRole.Steady)
            return;

        latency.Record(publications.SentAt((int)marker.Number), now);
        Volatile.Write(ref _delivered, _delivered + 1);
        CountDown(client, (int)marker.Number);
    }

    private void CountDown(Client client, int number)
    {
        if (client.Role == ClientRole.Steady && publications.Delivered(number))
            PublicationDone?.Invoke();
    }

    private void Report(ViolationKind kind, Client client, int expected, in Marker got) =>
        violations.Add(kind, client.Index, Named(got.Topic, expected), $"{plan.Names[got.Topic]} #{got.Sequence}");

    private string Named(int topic, int position) => $"{plan.Names[topic]} #{order.SequenceAt(topic, position)}";

    private void Stray(Client client, in Marker marker) =>
        violations.Add(ViolationKind.Stray, client.Index, "a message of its topics", $"run {marker.Run:x8} topic {marker.Topic} #{marker.Sequence}");
}
