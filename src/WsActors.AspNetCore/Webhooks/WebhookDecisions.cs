using System.Threading.Channels;
using Polly;
using Polly.CircuitBreaker;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>
/// Asks the application for decisions. Each is made within <see cref="WebhookOptions.DecisionTimeout"/>: the numbers of requests in
/// flight and in the queue are limited, and further ones fail at once. No request is repeated, because a client waits. Thread-safe.
/// </summary>
internal sealed partial class WebhookDecisions
{
    private readonly WebhookSender _sender;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly WebhookTelemetry _telemetry;
    private readonly ILogger<WebhookDecisions> _log;
    private readonly Channel<Waiting> _waiting;
    private readonly ResiliencePipeline<WebhookResponse> _pipeline;
    private readonly Task _work;

    public WebhookDecisions(
        WebhookSender sender, WebhookOptions options, TimeProvider time, WebhookTelemetry telemetry, ILogger<WebhookDecisions> log)
    {
        (_sender, _options, _time, _telemetry, _log) = (sender, options, time, telemetry, log);
        _waiting = Channel.CreateBounded<Waiting>(options.MaxWaitingDecisions);
        _pipeline = new ResiliencePipelineBuilder<WebhookResponse> { TimeProvider = time }
            .AddCircuitBreaker(new WebhookBreaker(WebhookUse.Decisions, options, telemetry, log).Strategy(response => response.IsDecision))
            .Build();
        _work = Parallel.ForEachAsync(
            _waiting.Reader.ReadAllAsync(),
            new ParallelOptions { MaxDegreeOfParallelism = options.MaxConcurrentDecisions },
            async (waiting, _) => await DecideAsync(waiting));
    }

    public void Ask(IDecision decision)
    {
        _telemetry.DecisionsWaiting(1);
        if (!_waiting.Writer.TryWrite(new Waiting(decision, _time.GetTimestamp())))
            End(decision, "overloaded", TimeSpan.Zero);
    }

    /// <summary>Sends no more requests; those in the queue are still decided.</summary>
    public Task StopAsync()
    {
        _waiting.Writer.TryComplete();
        return _work;
    }

    private async Task DecideAsync(Waiting waiting)
    {
        var outcome = await AskAsync(waiting);
        End(waiting.Decision, outcome, _time.GetElapsedTime(waiting.Since));
    }

    private async Task<string> AskAsync(Waiting waiting)
    {
        var left = _options.DecisionTimeout - _time.GetElapsedTime(waiting.Since);
        if (left <= TimeSpan.Zero)
            return "overloaded";

        using var deadline = new CancellationTokenSource(left, _time);
        try
        {
            var message = waiting.Decision.Message;
            var response = await _pipeline.ExecuteAsync(
                async cancellation => await _sender.PostAsync(message, wantsBody: true, cancellation), deadline.Token);
            return PassOn(waiting.Decision, response);
        }
        catch (BrokenCircuitException)
        {
            return "breaker_open";
        }
        catch (OperationCanceledException)
        {
            return "timed_out";
        }
        catch (Exception fault)
        {
            // Whatever the fault is, the next request must still be sent.
            LogFailed(waiting.Decision.Message.Kind, fault.Message);
            return "failed";
        }
    }

    private string PassOn(IDecision decision, WebhookResponse response)
    {
        if (!response.IsDecision || !decision.TryAnswer(response))
        {
            LogUndecided(decision.Message.Kind, response.Status, response.Body.Length);
            return "failed";
        }

        return response.Status is 200 or 204 ? "allowed" : "refused";
    }

    // Requests that found the queue full are always refused, because otherwise a flood of requests would admit clients unchecked.
    private void End(IDecision decision, string outcome, TimeSpan duration)
    {
        if (outcome is "overloaded")
            decision.GiveUp(FailurePolicy.Refuse);
        else if (outcome is not ("allowed" or "refused"))
            decision.GiveUp(_options.OnFailure);
        _telemetry.DecisionsWaiting(-1);
        _telemetry.Requested(decision.Message.Kind, outcome, duration);
    }

    [LoggerMessage(EventId = 32, Level = LogLevel.Debug, Message = "Webhook {Kind}: {Fault}")]
    private partial void LogFailed(string kind, string fault);

    [LoggerMessage(EventId = 35, Level = LogLevel.Debug, Message = "Webhook {Kind}: the response (status {Status}, length {Bytes} bytes) is not a valid decision")]
    private partial void LogUndecided(string kind, int status, int bytes);

    private readonly record struct Waiting(IDecision Decision, long Since);
}
