namespace WsActors.Actors.Connections.Writing;

/// <summary>One entry of a <see cref="PendingQueue"/>: a frame, or the gap that dropped messages of one topic left behind.</summary>
internal sealed class PendingEntry
{
    /// <summary>Null for a gap: it is written when it leaves, because it may still grow.</summary>
    public byte[]? Frame { get; set; }

    /// <summary>Bytes that it counts for.</summary>
    public int Weight { get; set; }

    /// <summary>The topic that may drop it; null if it may not be dropped.</summary>
    public TopicPendingQueue? Topic { get; init; }

    public string? Key { get; init; }

    /// <summary>The first and last offset: the same for a message.</summary>
    public long From { get; init; }
    public long To { get; set; }

    /// <summary>The reason for which the messages of a gap are missing.</summary>
    public string? Reason { get; set; }

    public bool IsGap => Frame is null;

    public PendingEntry? Previous { get; set; }
    public PendingEntry? Next { get; set; }
    public PendingEntry? PreviousOfTopic { get; set; }
    public PendingEntry? NextOfTopic { get; set; }
}
