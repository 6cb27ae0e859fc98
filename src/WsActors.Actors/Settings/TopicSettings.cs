using System.ComponentModel.DataAnnotations;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Settings;

/// <summary>Limits and rules of topics. Section <c>WsActors:Topics</c>.</summary>
public sealed record TopicSettings
{
    /// <summary>Maximum number of topics on this node; further ones are refused.</summary>
    [Range(1, 100_000_000)]
    public int MaxTopics { get; init; } = 1_000_000;

    /// <summary>Maximum number of topics that all subscribers have left and that were never published to; above it, the oldest are forgotten at once.</summary>
    [Range(0, 100_000_000)]
    public int MaxVacantTopics { get; init; } = 100_000;

    /// <summary>
    /// The time for which a topic without subscribers and publications is remembered; its epoch and offset are forgotten with it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time that a topic stays without subscribers before it is reported as vacated, if its rule has events.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan EmptiedAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The interval at which the node's statistics are published on <c>$node.stats</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan StatsInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of history that all topics may hold in memory together. Above it, a topic drops its oldest messages for each new one; a durable topic reads them back from the disk.</summary>
    [Range(1024, int.MaxValue)]
    public int MaxHistoryBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Maximum number of idempotency keys per topic; usually they expire before.</summary>
    [Range(0, 10_000_000)]
    public int MaxIdempotencyKeys { get; init; } = 1_000_000;

    /// <summary>
    /// Bytes that the idempotency keys of all topics may hold together: five minutes of 2,000 UUIDs per second, and a minute of
    /// 10,000. Above it, a topic forgets its oldest keys for each new one, but keeps a hundred.
    /// </summary>
    [Range(1024, int.MaxValue)]
    public int MaxIdempotencyBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>The time for which a topic remembers an idempotency key (Centrifugo: idempotent_result_ttl, 5 minutes).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdempotencyAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The longest time that a presence member may be without a connection before it is reported as having left (Phoenix' and Pusher's
    /// clients return within a few seconds).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan PresenceGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time between two announcements of joined and left members: changes in between are announced together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan PresenceInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The number of members up to which each join and leave is announced (Pusher: presence channels have at most 100 members); above it,
    /// only the number of members is.
    /// </summary>
    [Range(0, 10_000)]
    public int MaxPresenceTold { get; init; } = 100;

    /// <summary>Rules by topic name; the first whose <see cref="TopicRule.Match"/> fits is in force.</summary>
    public IReadOnlyList<TopicRule> Rules { get; init; } = [];

    internal PresenceLimits ToPresenceLimits() => new(PresenceGrace, PresenceInterval, MaxPresenceTold);
}
