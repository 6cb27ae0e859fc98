using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using WsActors.Protocol.Faults;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Turns the body of a request into the fault to inject, or names what is wrong.</summary>
internal static class FaultBody
{
    private const int MaxUserLength = 255;

    // Time to connect, to subscribe and to be seen.
    private const int UsualMillisecondsToClose = 1000;

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);

    public static bool TryParse(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out InjectedFault? fault, [NotNullWhen(false)] out IResult? problem)
    {
        fault = null;
        try
        {
            if (JsonSerializer.Deserialize<FaultRequest>(RequestBody.WithoutByteOrderMark(body).Span, Reading) is { } request)
                return TryRead(request, out fault, out problem);

            problem = Problems.BadRequest(Problems.MalformedJson, "the body is null: send {\"kind\": \"delay\", \"delayMs\": 500, \"cohort\": {\"share\": 0.1}}");
        }
        catch (JsonException e)
        {
            problem = RequestBody.Malformed(e, "a fault");
        }

        return false;
    }

    public static bool TryRead(FaultRequest request, [NotNullWhen(true)] out InjectedFault? fault, [NotNullWhen(false)] out IResult? problem)
    {
        fault = null;
        problem = null;
        var wrong = CohortFaultOf(request.Cohort) ?? FaultOf(request);
        if (wrong is not null)
            problem = Problems.BadRequest(Problems.InvalidFault, wrong);
        else if (CloseOf(request, out var close) is { } invalid)
            problem = invalid;
        else
            fault = Make(request, close);
        return fault is not null;
    }

    private static InjectedFault Make(FaultRequest request, CloseRequest? close) => new(FaultKindNames.Find(request.Kind)!.Value, CohortOf(request.Cohort!))
    {
        Delay = TimeSpan.FromMilliseconds(request.DelayMs ?? UsualMillisecondsToClose),
        Probability = request.Probability ?? 1,
        Code = close?.Code,
        BytesPerSecond = request.BytesPerSecond ?? 0,
        Lasts = request.LastsSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : InjectedFault.UsualTime,
    };

    private static FaultCohort CohortOf(CohortModel cohort) => cohort switch
    {
        { User: { } user } => new FaultCohort.OfUser(user),
        { Topic: { } topic } => new FaultCohort.OfTopic(TopicName.Parse(topic)),
        _ => new FaultCohort.Share(cohort.Share!.Value),
    };

    private static string? CohortFaultOf(CohortModel? cohort)
    {
        var given = new object?[] { cohort?.Share, cohort?.User, cohort?.Topic }.Count(part => part is not null);
        return cohort switch
        {
            _ when given != 1 => "cohort needs one of share, user and topic, as in {\"share\": 0.1}",
            { Share: not null and not (> 0 and <= 1) } => Invariant($"share is {cohort.Share}: above 0 and up to 1 is allowed"),
            { User: { } user } when user.Length is 0 or > MaxUserLength => $"user has {user.Length} characters: 1 to {MaxUserLength} are allowed",
            { Topic: { } topic } when !TopicName.TryParse(topic, out _, out var fault) => fault,
            _ => null,
        };
    }

    private static string? FaultOf(FaultRequest request) => FaultKindNames.Find(request.Kind) switch
    {
        null => $"kind is \"{request.Kind}\": delay, drop, duplicate, close or throttle is allowed",
        FaultKind.Delay when request.DelayMs is null => "a delay needs delayMs",
        FaultKind.Close when request.CloseCode is null => "a close needs closeCode, such as 4100",
        FaultKind.Throttle when request.BytesPerSecond is null => "a throttle needs bytesPerSecond",
        var kind => UnusedOf(request, kind.Value) ?? OutOfRangeOf(request),
    };

    // A value that the kind does not use is refused, because whoever sends it believes that it has an effect.
    private static string? UnusedOf(FaultRequest request, FaultKind kind) => (request, kind) switch
    {
        ({ DelayMs: not null }, not (FaultKind.Delay or FaultKind.Close)) => "delayMs is for a delay or a close",
        ({ Probability: not null }, not (FaultKind.Drop or FaultKind.Duplicate)) => "probability is for a drop or a duplicate: a share of the connections is a cohort",
        ({ CloseCode: not null }, not FaultKind.Close) => "closeCode is for a close",
        ({ BytesPerSecond: not null }, not FaultKind.Throttle) => "bytesPerSecond is for a throttle",
        _ => null,
    };

    private static string? OutOfRangeOf(FaultRequest request) => request switch
    {
        { DelayMs: { } delay } when delay < (request.Kind == "close" ? 0 : 1) || delay > InjectedFault.MaxDelay.TotalMilliseconds =>
            $"delayMs is {delay}: up to {InjectedFault.MaxDelay.TotalMilliseconds} is allowed",
        { Probability: not null and not (> 0 and <= 1) } => Invariant($"probability is {request.Probability}: above 0 and up to 1 is allowed"),
        { BytesPerSecond: < InjectedFault.MinBytesPerSecond or > InjectedFault.MaxBytesPerSecond } =>
            $"bytesPerSecond is {request.BytesPerSecond}: {InjectedFault.MinBytesPerSecond} to {InjectedFault.MaxBytesPerSecond} is allowed",
        { LastsSeconds: { } lasts } when lasts < 1 || lasts > InjectedFault.MaxTime.TotalSeconds =>
            $"lastsSeconds is {lasts}: 1 to {InjectedFault.MaxTime.TotalSeconds} is allowed",
        _ => null,
    };

    private static IResult? CloseOf(FaultRequest request, out CloseRequest? close)
    {
        close = null;
        return request.CloseCode is { } code && !CloseRequest.TryRead(code, reason: null, out close, out var problem) ? problem : null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
