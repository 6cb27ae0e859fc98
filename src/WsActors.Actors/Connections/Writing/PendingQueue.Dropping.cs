using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Settings;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Writing;

/// <summary>Messages go, and leave gaps.</summary>
internal sealed partial class PendingQueue
{
    private int _droppedLatest;
    private int _droppedOldest;

    /// <summary>Drops the oldest message of the topic that holds most; false where only what must be delivered is left.</summary>
    public bool TryDropOne() => TryDropOldest(Largest(topic => topic.CanDrop));

    /// <summary>Like <see cref="TryDropOne"/>, but only if fewer bytes wait afterwards; false if no topic qualifies.</summary>
    public bool TryShedOne() => TryDropOldest(Largest(topic => topic.SavesByDropping));

    /// <summary>Returns the number of messages dropped since the last call.</summary>
    public DropCount TakeDropped()
    {
        var dropped = new DropCount(0, _droppedLatest, _droppedOldest);
        (_droppedLatest, _droppedOldest) = (0, 0);
        return dropped;
    }

    /// <summary>Counts the messages that are lost if all entries are discarded; gaps do not count.</summary>
    public DropCount CountAll()
    {
        var (every, latest, oldest) = (0, 0, 0);
        for (var entry = _first; entry is not null; entry = entry.Next)
        {
            if (entry.Topic is null)
                every++;
            else if (!entry.IsGap && entry.Topic.Policy == DeliveryPolicy.Latest)
                latest++;
            else if (!entry.IsGap)
                oldest++;
        }

        return new DropCount(every, latest, oldest);
    }

    private TopicPendingQueue? Largest(Func<TopicPendingQueue, bool> qualifies)
    {
        TopicPendingQueue? largest = null;
        foreach (var topic in _topics.Values)
        {
            if (qualifies(topic) && topic.Bytes > (largest?.Bytes ?? 0))
                largest = topic;
        }

        return largest;
    }

    private bool TryDropOldest(TopicPendingQueue? topic)
    {
        if (topic is not null)
            Drop(topic.OldestMessage, MissedRange.SlowConsumer);
        return topic is not null;
    }

    // The longest that a gap of this topic can be: it counts for that, and leaves shorter.
    private int GapWeight(TopicName topic)
    {
        var longest = new MissedRange(long.MaxValue, long.MaxValue, MissedRange.SlowConsumer);
        return encoding.Encode(new ServerEvent.Gap(topic, longest)) is { } frame ? frame.Length + Overhead : 0;
    }

    private byte[] Write(PendingEntry gap) =>
        encoding.Encode(new ServerEvent.Gap(gap.Topic!.Topic, new MissedRange(gap.From, gap.To, gap.Reason!)))!;

    private void Drop(PendingEntry message, string reason)
    {
        var topic = message.Topic!;
        if (topic.Policy == DeliveryPolicy.Latest)
            _droppedLatest++;
        else
            _droppedOldest++;
        if (topic.CountDrop(message.From))
            ReportDrops(topic);

        topic.Forget(message);
        if (topic.GapWeight == 0)
        {
            Remove(message);
            return;
        }

        Weigh(message, topic.GapWeight - message.Weight);
        (message.Frame, message.Reason) = (null, reason);
        if (message.NextOfTopic is { IsGap: true } next)
            JoinToPrevious(next);
        if (message.PreviousOfTopic is { IsGap: true })
            JoinToPrevious(message);
    }

    // A turn never leaves its thread, so that what happens deep in a queue needs no way back through all that called it.
    private static void ReportDrops(TopicPendingQueue topic)
    {
        if (topic.TakeDrops() is { } drops)
            Effects.OfThread.RecordDrops(drops);
    }

    // Of two reasons the more severe one is reported: replaced messages may be among the lost ones.
    private void JoinToPrevious(PendingEntry gap)
    {
        var previous = gap.PreviousOfTopic!;
        previous.To = gap.To;
        if (gap.Reason == MissedRange.SlowConsumer)
            previous.Reason = gap.Reason;
        Remove(gap);
    }
}
