using WsActors.Protocol.Limits;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Access;

/// <summary>The identity of a client, and its permissions. Immutable; all anonymous connections share one instance.</summary>
public sealed record Identity
{
    // In place of int?, which takes as much room again: every client with a token has an identity.
    private const int None = int.MinValue;
    private readonly int _maxSubscriptions = None;
    private readonly int _commandsPerSecond = None;

    // In place of DateTimeOffset?, which takes three times the room.
    private readonly long _expiresAt;
    private readonly long _remindAt;

    /// <summary>A client that showed no credentials.</summary>
    public static readonly Identity Anonymous = new();

    /// <summary>The number of the API key that it showed, from 1, which makes it a back end; 0 for every other client.</summary>
    public int ApiKey { get; init; }

    /// <summary>
    /// True for a back end: it may publish and subscribe to every topic that the admin API may, and the limits and decisions about clients do not
    /// apply to it.
    /// </summary>
    public bool IsBackEnd => ApiKey > 0;

    /// <summary>
    /// True for an operator's page: it may subscribe to the topics of <see cref="MaySubscribe"/>, whatever their rules say, and publish nothing.
    /// The rules are about clients.
    /// </summary>
    public bool IsOperator { get; init; }

    /// <summary>True for a client, whom the application and the members of its topics know; false for back ends and operators.</summary>
    public bool IsClient => !IsBackEnd && !IsOperator;

    /// <summary>The user; null while the client is anonymous.</summary>
    public string? User { get; init; }

    /// <summary>The only topics that it may subscribe to, where its credentials name some; null: the topics' rules alone decide.</summary>
    public IReadOnlyList<TopicPattern>? MaySubscribe { get; init; }

    /// <summary>The only topics that it may publish to, where its credentials name some; null: the topics' rules alone decide.</summary>
    public IReadOnlyList<TopicPattern>? MayPublish { get; init; }

    /// <summary>The other claims of its credentials; only those that some topic's rule uses are kept.</summary>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>A lower limit on subscriptions than the node's; null for the node's.</summary>
    public int? MaxSubscriptions { get => NumberOf(_maxSubscriptions); init => _maxSubscriptions = value ?? None; }

    /// <summary>A lower limit on commands per second than the node's; null for the node's.</summary>
    public int? CommandsPerSecond { get => NumberOf(_commandsPerSecond); init => _commandsPerSecond = value ?? None; }

    /// <summary>A JSON value that the other members of a topic see (<see cref="MemberInfo"/>); null for none.</summary>
    public string? Info { get; init; }

    /// <summary><see cref="CommandsPerSecond"/> as a limit beside the node's own; null if only the node's applies.</summary>
    public RateLimit? CommandLimit { get; init; }

    /// <summary>The topics that it is subscribed to from the start, without a command.</summary>
    public IReadOnlyList<TopicName> Topics { get; init; } = [];

    /// <summary>The time at which its credentials expire; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get => TimeOf(_expiresAt); init => _expiresAt = TicksOf(value); }

    /// <summary>The time at which the client is asked for new ones; null if it is not asked.</summary>
    public DateTimeOffset? RemindAt { get => TimeOf(_remindAt); init => _remindAt = TicksOf(value); }

    private static long TicksOf(DateTimeOffset? time) => time is { } given ? (given - DateTimeOffset.MinValue).Ticks : 0;

    private static DateTimeOffset? TimeOf(long ticks) => ticks == 0 ? null : DateTimeOffset.MinValue + new TimeSpan(ticks);

    private static int? NumberOf(int limit) => limit == None ? null : limit;
}
