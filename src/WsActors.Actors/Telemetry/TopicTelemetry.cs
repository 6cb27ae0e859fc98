using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for topics and their subscriptions. Safe on any thread.</summary>
public sealed class TopicTelemetry
{
    private readonly AtomicCounter _topics = new();
    private readonly AtomicCounter _subscriptions = new();

    internal TopicTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter("wsactors.subscriptions", () => Subscriptions, description: "Subscriptions now");
        meter.CreateObservableUpDownCounter("wsactors.topics", () => Total, description: "Topics now");
    }

    public long Total => _topics.Value;

    /// <summary>Subscriptions of all topics.</summary>
    public long Subscriptions => _subscriptions.Value;

    public void Added() => _topics.Increment();

    public void Forgotten() => _topics.Decrement();

    public void SubscriberAdded() => _subscriptions.Increment();

    public void SubscribersRemoved(int count) => _subscriptions.Add(-count);
}
