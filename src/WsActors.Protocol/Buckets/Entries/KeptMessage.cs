using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets.Entries;

/// <summary>A message of a topic's history on its way to another node, which has another clock.</summary>
/// <param name="Offset">Its number.</param>
/// <param name="Age">The time since it was appended, in milliseconds.</param>
/// <param name="Publication">The publication.</param>
public sealed record KeptMessage(long Offset, long Age, Publication Publication)
{
    /// <summary>A year, in milliseconds: no history is kept for longer, and the sum must not overflow.</summary>
    public const long MaxAge = 366L * 24 * 60 * 60 * 1000;

    /// <summary>The age of something that happened at a moment of this node's clock, in milliseconds.</summary>
    public static long AgeOf(TimeSpan at, TimeSpan now) => (long)Math.Max(0, (now - at).TotalMilliseconds);

    /// <summary>The moment on this node's clock at which something of this age happened.</summary>
    public static TimeSpan MomentOf(long age, TimeSpan now) => now - TimeSpan.FromMilliseconds(Math.Min(age, MaxAge));

    public static KeptMessage Of(in LoggedMessage message, TimeSpan now) =>
        new(message.Offset, AgeOf(message.AppendedAt, now), message.Publication);

    /// <summary>The message as a log of this node keeps it.</summary>
    public LoggedMessage ToLogged(TimeSpan now) => new(Offset, MomentOf(Age, now), Publication);
}
