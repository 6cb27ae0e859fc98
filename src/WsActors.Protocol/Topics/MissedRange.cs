namespace WsActors.Protocol.Topics;

/// <summary>
/// Messages that a subscriber will not get: offsets From to To of the current log, both included. Only the range of a
/// subscriber that knew another log may be empty (see <see cref="OfOtherLog"/>): what it lost had numbers of that log.
/// </summary>
public sealed record MissedRange
{
    /// <summary>They were published while the subscriber was away, and the topic keeps no history.</summary>
    public const string NoHistory = "no_history";

    /// <summary>They were published so long ago, or so much has been published since, that the topic's history does not hold them any more.</summary>
    public const string NotKept = "not_kept";

    /// <summary>The disk could not give them back.</summary>
    public const string Damaged = "damaged";

    /// <summary>The log that the subscriber knew is gone: this is a new one.</summary>
    public const string EpochChanged = "epoch_changed";

    /// <summary>The subscriber claims messages that this log never numbered, so it knew another one.</summary>
    public const string OffsetAhead = "offset_ahead";

    /// <summary>A newer message, of the same key if they have one, takes their place: the subscriber reads more slowly than the topic changes.</summary>
    public const string Conflated = "conflated";

    /// <summary>The subscriber read too slowly, and more waited for it than may. Messages that were conflated may be among them.</summary>
    public const string SlowConsumer = "slow_consumer";

    /// <summary>An injected fault dropped them, on a node whose settings allow that for tests.</summary>
    public const string Injected = "injected";

    /// <param name="from">The first offset missed, from 1.</param>
    /// <param name="to">The last offset missed, not before <paramref name="from"/>.</param>
    /// <param name="reason">A stable reason: one of the constants here.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or begins before the first message.</exception>
    public MissedRange(long from, long to, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        From = from;
        To = to;
        Reason = reason;
    }

    // If the range is empty, To is From - 1: the reader's position is To either way.
    private MissedRange(string reason, long to)
    {
        From = 1;
        To = to;
        Reason = reason;
    }

    public long From { get; }

    public long To { get; }

    public string Reason { get; }

    /// <summary>
    /// The gap of a subscriber that knew another log: offsets from 1 to <paramref name="to"/> of this one. How much of the other log it
    /// missed is unknown. A subscriber that stores its position stands at <paramref name="to"/> then.
    /// </summary>
    /// <param name="to">The last offset that is not kept, from 0; 0: all of this log follows.</param>
    /// <param name="reason"><see cref="EpochChanged"/> or <see cref="OffsetAhead"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is negative.</exception>
    public static MissedRange OfOtherLog(long to, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(to);
        return new MissedRange(reason, to);
    }
}
