using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Protocol.Faults;

/// <summary>A fault that the server makes on purpose, so that client teams can test their code. Immutable.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Cohort">The connections that it hits.</param>
public sealed record InjectedFault(FaultKind Kind, FaultCohort Cohort)
{
    /// <summary>The most faults at a time.</summary>
    public const int MaxFaults = 16;

    /// <summary>The lowest rate of a throttle, in bytes per second.</summary>
    public const int MinBytesPerSecond = 64;

    /// <summary>The highest rate of a throttle, in bytes per second.</summary>
    public const int MaxBytesPerSecond = 100_000_000;

    /// <summary>The longest delay.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>The time after which a fault ends if nothing else is said.</summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromMinutes(5);

    /// <summary>The longest time after which a fault ends by itself.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromHours(1);

    /// <summary>The number of the fault, from 1, unique within a process; 0 before it is injected.</summary>
    public int Number { get; init; }

    /// <summary>The name of the fault in the API and in logs, as in <c>f3</c>.</summary>
    public string Id => $"f{Number}";

    /// <summary>The time by which a delay holds back what is sent, or after which a connection is closed.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The share of messages that are dropped or duplicated, above 0 and at most 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The code of a close; null for other kinds.</summary>
    public CloseCode? Code { get; init; }

    /// <summary>The rate of a throttle; 0 for other kinds.</summary>
    public int BytesPerSecond { get; init; }

    /// <summary>The time for which the fault lasts.</summary>
    public TimeSpan Lasts { get; init; } = UsualTime;

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset EndsAt => StartedAt + Lasts;

    /// <summary>True if the fault acts on single messages, not on the whole connection.</summary>
    public bool ActsOnMessages => Kind is FaultKind.Drop or FaultKind.Duplicate;

    /// <summary>The topic of the cohort; null for another cohort.</summary>
    public TopicName? Topic => (Cohort as FaultCohort.OfTopic)?.Topic;

    /// <summary>True if the fault strikes a message on a connection: the same message is struck on one connection and not on another.</summary>
    public bool Strikes(ulong connection, TopicName topic, long offset) =>
        (Topic is null || Topic == topic) && HashedFraction.Of(connection, (ulong)offset, (ulong)Number) < Probability;
}
