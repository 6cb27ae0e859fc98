using System.Threading.Channels;
using Polly;
using Polly.Retry;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>
/// Delivers events to the application at least once: each is repeated with the same id until it is accepted or the attempts are used
/// up. Events of one subject use the same lane, so they arrive in order. Thread-safe.
/// </summary>
internal sealed partial class WebhookEvents : IDisposable
{
    private const int Lanes = 8;

    private readonly WebhookSender _sender;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly WebhookTelemetry _telemetry;
    private readonly ILogger<WebhookEvents> _log;
    private readonly Channel<WebhookMessage>[] _lanes;
    private readonly ResiliencePipeline<WebhookResponse> _pipeline;
    private readonly CancellationTokenSource _stopTimeout = new();
    private readonly Task _work;
    private int _waiting;
    private int _isLosing;

    public WebhookEvents(
        WebhookSender sender, WebhookOptions options, TimeProvider time, WebhookTelemetry telemetry, ILogger<WebhookEvents> log)
    {
        (_sender, _options, _time, _telemetry, _log) = (sender, options, time, telemetry, log);
        _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateUnbounded<WebhookMessage>())];
        _pipeline = Pipeline();
        _work = Task.WhenAll(_lanes.Select(lane => Task.Run(() => DeliverAllAsync(lane.Reader))));
    }

    public void Tell(WebhookMessage message)
    {
        var lane = _lanes[(uint)message.Subject.GetHashCode(StringComparison.Ordinal) % Lanes];
        _telemetry.EventsWaiting(1);
        if (Interlocked.Increment(ref _waiting) > _options.MaxWaitingEvents)
        {
            if (!lane.Reader.TryRead(out _))
            {
                Lose("queue_full");
                return;
            }

            Lose("queue_full");
        }

        if (!lane.Writer.TryWrite(message))
            Lose("shutdown");
    }

    /// <summary>Delivers the waiting events as far as possible within <paramref name="timeout"/>.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        foreach (var lane in _lanes)
            lane.Writer.TryComplete();
        _stopTimeout.CancelAfter(timeout);
        await _work;
    }

    public void Dispose() => _stopTimeout.Dispose();

    private ResiliencePipeline<WebhookResponse> Pipeline()
    {
        var builder = new ResiliencePipelineBuilder<WebhookResponse> { TimeProvider = _time };
        if (_options.EventRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<WebhookResponse>
            {
                MaxRetryAttempts = _options.EventRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _options.EventRetryDelay,
                MaxDelay = _options.MaxEventRetryDelay,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is not { IsTaken: true }),
            });
        }

        return builder
            .AddCircuitBreaker(new WebhookBreaker(WebhookUse.Events, _options, _telemetry, _log).Strategy(response => response.IsTaken))
            .AddTimeout(_options.EventTimeout)
            .Build();
    }

    private async Task DeliverAllAsync(ChannelReader<WebhookMessage> lane)
    {
        await foreach (var message in lane.ReadAllAsync())
            await DeliverAsync(message);
    }

    private async Task DeliverAsync(WebhookMessage message)
    {
        try
        {
            var response = await _pipeline.ExecuteAsync(
                async cancellation => await AttemptAsync(message, cancellation), _stopTimeout.Token);
            if (response.IsTaken)
                Took();
            else
                Lose("gave_up");
        }
        catch (Exception fault)
        {
            // Whatever the fault is, the next event must still be delivered.
            LogFailed(message.Id, fault.Message);
            Lose(_stopTimeout.IsCancellationRequested ? "shutdown" : "gave_up");
        }
    }

    private async ValueTask<WebhookResponse> AttemptAsync(WebhookMessage message, CancellationToken cancellation)
    {
        var since = _time.GetTimestamp();
        var outcome = "failed";
        try
        {
            var response = await _sender.PostAsync(message, wantsBody: false, cancellation);
            outcome = response.IsTaken ? "delivered" : "failed";
            return response;
        }
        catch (OperationCanceledException)
        {
            outcome = "timed_out";
            throw;
        }
        finally
        {
            _telemetry.Requested(message.Kind, outcome, _time.GetElapsedTime(since));
        }
    }

    private void Took()
    {
        Forget();
        Volatile.Write(ref _isLosing, 0);
    }

    private void Lose(string cause)
    {
        Forget();
        _telemetry.EventDropped(cause);
        if (Interlocked.Exchange(ref _isLosing, 1) == 0)
            LogLosing(cause);
    }

    private void Forget()
    {
        Interlocked.Decrement(ref _waiting);
        _telemetry.EventsWaiting(-1);
    }

    [LoggerMessage(EventId = 33, Level = LogLevel.Warning, Message = "Webhooks: events were dropped ({Cause}); wsactors_webhooks_events_dropped_total counts them")]
    private partial void LogLosing(string cause);

    [LoggerMessage(EventId = 34, Level = LogLevel.Debug, Message = "Webhook event {Id}: {Fault}")]
    private partial void LogFailed(string id, string fault);
}
