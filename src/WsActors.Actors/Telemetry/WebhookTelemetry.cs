using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>The purposes of webhooks.</summary>
public enum WebhookUse
{
    Decisions,
    Events,
}

/// <summary>The instruments of what is asked and told to the application. Safe on any thread.</summary>
public sealed class WebhookTelemetry
{
    private readonly AtomicCounter _waitingDecisions = new();
    private readonly AtomicCounter _waitingEvents = new();
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _dropped;
    private volatile bool _decisionsBroken;
    private volatile bool _eventsBroken;

    internal WebhookTelemetry(Meter meter)
    {
        _requests = meter.CreateCounter<long>(
            "wsactors.webhooks.requests", description: "What was asked or told to the application, each attempt, by kind and outcome");
        _duration = meter.CreateHistogram<double>(
            "wsactors.webhooks.duration", "s", "From a question's or an attempt's beginning to its outcome, by kind");
        _dropped = meter.CreateCounter<long>(
            "wsactors.webhooks.events.dropped", description: "Events that the application will not hear of, by cause");
        meter.CreateObservableUpDownCounter(
            "wsactors.webhooks.waiting",
            () => Both(_waitingDecisions.Value, _waitingEvents.Value),
            description: "Questions and events that are not answered or delivered yet");
        meter.CreateObservableUpDownCounter(
            "wsactors.webhooks.breaker_open",
            () => Both(_decisionsBroken ? 1 : 0, _eventsBroken ? 1 : 0),
            description: "1 while the application is not asked or told, because it failed too often");
    }

    public void DecisionsWaiting(int change) => _waitingDecisions.Add(change);

    public void EventsWaiting(int change) => _waitingEvents.Add(change);

    /// <param name="kind">"connect", "subscribe", "publish" or "event".</param>
    /// <param name="outcome">A stable name.</param>
    /// <param name="duration">The duration.</param>
    public void Requested(string kind, string outcome, TimeSpan duration)
    {
        _requests.Add(1, Label.Of("kind", kind), Label.Of("outcome", outcome));
        _duration.Record(duration.TotalSeconds, Label.Of("kind", kind));
    }

    /// <param name="cause">"queue_full", "gave_up" or "shutdown".</param>
    public void EventDropped(string cause) => _dropped.Add(1, Label.Of("cause", cause));

    public void BreakerTurned(WebhookUse use, bool isOpen)
    {
        if (use == WebhookUse.Decisions)
            _decisionsBroken = isOpen;
        else
            _eventsBroken = isOpen;
    }

    private static IEnumerable<Measurement<long>> Both(long decisions, long events) =>
    [
        new(decisions, Label.Of("use", "decisions")),
        new(events, Label.Of("use", "events")),
    ];
}
