using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Passivation;

/// <summary>
/// A topic's side of its passivation: how many requests it has handled, and when it was last needed. A topic asks for its end with the number
/// of requests that it has handled; its parent has counted those that it forwarded (<see cref="TopicEntry"/>), and stops the topic only if
/// the two agree: then none is on its way.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its topic.</remarks>
internal struct TopicUse(TimeSpan now)
{
    private TimeSpan _neededAt = now;

    /// <summary>Requests handled since the topic was made or restarted.</summary>
    public long Handled { get; private set; }

    public void Count() => Handled++;

    public void Need(TimeSpan now) => _neededAt = now;

    /// <summary>True if nobody has needed the topic for so long.</summary>
    public readonly bool IsIdle(TimeSpan now, TimeSpan idleAfter) => now - _neededAt >= idleAfter;

    /// <summary>Sent by a topic when its last subscriber has left and nobody has ever published to it: it holds nothing but its name.</summary>
    public sealed record Idle(TopicName Topic);

    /// <summary>Sent by a topic that may be stopped.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Handled">Requests that it has handled: if more were forwarded to it, it stays.</param>
    public sealed record Passivate(TopicName Topic, long Handled);

    /// <summary>Sent by a topic that failed and continues with a new log.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Handled">Requests that the old log had handled, the one that it failed at included.</param>
    public sealed record Restarted(TopicName Topic, long Handled);

    /// <summary>Tells a topic to answer <see cref="Passivate"/> if it holds nothing but its name.</summary>
    public sealed record CheckVacancy
    {
        public static readonly CheckVacancy Instance = new();
    }

    /// <summary>Tells a topic to answer <see cref="Passivate"/> if nobody has needed it for a while.</summary>
    public sealed record CheckIdle
    {
        public static readonly CheckIdle Instance = new();
    }
}
