using Polly.CircuitBreaker;
using WsActors.Actors.Telemetry;
using WsActors.Server.Options;

namespace WsActors.Server.Webhooks;

/// <summary>
/// Spares an application that fails, and those who wait for it: after too many failures nothing is sent for a while, then one
/// request tries. The operator is told once when that begins, and once when it is over.
/// </summary>
internal sealed partial class WebhookBreaker(WebhookUse use, WebhookOptions options, WebhookTelemetry telemetry, ILogger log)
{
    private const double FailureRatio = 0.5;
    private const int MinimumRequests = 5;
    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(30);

    // A test that fails opens it again, which is no news. Polly calls one at a time.
    private bool _isKnown;

    /// <param name="isSuccess">Which answers speak of an application that works.</param>
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

    [LoggerMessage(EventId = 30, Level = LogLevel.Warning, Message = "Webhooks for {Use}: over {Ratio:P0} of the requests to the application fail; it is left alone, but for one request every {BreakFor}")]
    private partial void LogOpened(WebhookUse use, double ratio, TimeSpan breakFor);

    [LoggerMessage(EventId = 31, Level = LogLevel.Information, Message = "Webhooks for {Use}: the application answers again")]
    private partial void LogClosed(WebhookUse use);
}
