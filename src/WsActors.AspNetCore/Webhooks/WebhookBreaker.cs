using Polly.CircuitBreaker;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>
/// A circuit breaker that spares an application that fails: after too many failures it sends nothing for a while and then tries one
/// request. Opening and closing are logged once each.
/// </summary>
internal sealed partial class WebhookBreaker(WebhookUse use, WebhookOptions options, WebhookTelemetry telemetry, ILogger log)
{
    private const double FailureRatio = 0.5;
    private const int MinimumRequests = 5;
    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(30);

    // A failed trial opens the breaker again, which is not logged. Polly makes these calls one at a time.
    private bool _isKnown;

    /// <param name="isSuccess">Returns true for the responses of a working application.</param>
    public CircuitBreakerStrategyOptions<WebhookResponse> Strategy(Func<WebhookResponse, bool> isSuccess) => new()
    {
        FailureRatio = FailureRatio,
        MinimumThroughput = MinimumRequests,
        SamplingDuration = SamplingDuration,
        BreakDuration = options.BreakFor,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is not { } response || !isSuccess(response)),
        OnOpened = _ => Turn(isOpen: true),
        OnClosed = _ => Turn(isOpen: false),
    };

    private ValueTask Turn(bool isOpen)
    {
        telemetry.BreakerTurned(use, isOpen);
        if (isOpen && !_isKnown)
            LogOpened(use, FailureRatio, options.BreakFor);
        else if (!isOpen)
            LogClosed(use);
        _isKnown = isOpen;
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(EventId = 30, Level = LogLevel.Warning, Message = "Webhooks for {Use}: more than {Ratio:P0} of the requests failed; the circuit breaker is open and allows one trial request every {BreakFor}")]
    private partial void LogOpened(WebhookUse use, double ratio, TimeSpan breakFor);

    [LoggerMessage(EventId = 31, Level = LogLevel.Information, Message = "Webhooks for {Use}: requests succeed again; the circuit breaker is closed")]
    private partial void LogClosed(WebhookUse use);
}
