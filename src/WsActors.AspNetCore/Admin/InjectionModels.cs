using System.Text.Json.Serialization;
using WsActors.Protocol.Faults;

namespace WsActors.AspNetCore.Admin;

/// <summary>A fault to inject.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FaultRequest
{
    /// <summary>One of delay, drop, duplicate, close and throttle.</summary>
    public string? Kind { get; init; }

    /// <summary>The connections that are hit.</summary>
    public CohortModel? Cohort { get; init; }

    /// <summary>The time by which a delay holds back what is sent, or after which a connection is closed, in milliseconds.</summary>
    public int? DelayMs { get; init; }

    /// <summary>The share of messages that are dropped or duplicated, above 0 and at most 1.</summary>
    public double? Probability { get; init; }

    /// <summary>The code of a close.</summary>
    public int? CloseCode { get; init; }

    /// <summary>The rate of a throttle.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>The time after which the fault ends by itself.</summary>
    public int? LastsSeconds { get; init; }
}

/// <summary>The connections that a fault hits. One of the three is given.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CohortModel
{
    /// <summary>A share of all connections, above 0 and at most 1.</summary>
    public double? Share { get; init; }

    /// <summary>The connections of this user.</summary>
    public string? User { get; init; }

    /// <summary>The connections that are subscribed to this topic; of their messages, those of the topic.</summary>
    public string? Topic { get; init; }

    internal static CohortModel Of(FaultCohort cohort) => cohort switch
    {
        FaultCohort.Share share => new CohortModel { Share = share.Part },
        FaultCohort.OfUser user => new CohortModel { User = user.Name },
        FaultCohort.OfTopic topic => new CohortModel { Topic = topic.Topic.Value },
        _ => new CohortModel(),
    };
}

/// <summary>A fault that is injected.</summary>
internal sealed record FaultAnswer
{
    public required string Id { get; init; }

    /// <summary>One of delay, drop, duplicate, close and throttle.</summary>
    public required string Kind { get; init; }

    public required CohortModel Cohort { get; init; }

    public required int? DelayMs { get; init; }

    public required double? Probability { get; init; }

    public required int? CloseCode { get; init; }

    public required int? BytesPerSecond { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The time at which the fault ends by itself.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    internal static FaultAnswer Of(InjectedFault fault) => new()
    {
        Id = fault.Id,
        Kind = FaultKindNames.NameOf(fault.Kind),
        Cohort = CohortModel.Of(fault.Cohort),
        DelayMs = fault.Kind is FaultKind.Delay or FaultKind.Close ? (int)fault.Delay.TotalMilliseconds : null,
        Probability = fault.ActsOnMessages ? fault.Probability : null,
        CloseCode = fault.Code?.Value,
        BytesPerSecond = fault.Kind == FaultKind.Throttle ? fault.BytesPerSecond : null,
        StartedAt = fault.StartedAt,
        EndsAt = fault.EndsAt,
    };
}

/// <summary>The faults that are injected now.</summary>
internal sealed record FaultList
{
    /// <summary>True if the settings allow fault injection.</summary>
    public required bool Enabled { get; init; }

    public required IReadOnlyList<FaultAnswer> Faults { get; init; }
}
