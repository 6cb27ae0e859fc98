using System.Diagnostics.Metrics;
using WsActors.Actors.Model;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for publications and their deliveries. Safe on any thread.</summary>
public sealed class PublicationTelemetry
{
    private readonly AtomicCounter _accepted = new();
    private readonly AtomicCounter _deliveries = new();
    private readonly Counter<long> _bySource;
    private readonly Counter<long> _duplicates;
    private readonly Histogram<double> _latency;
    private readonly Histogram<double> _answers;
    private readonly DurationCounts _latencies = new();

    internal PublicationTelemetry(Meter meter)
    {
        meter.CreateObservableCounter(
            "wsactors.deliveries", () => Deliveries, description: "Publications delivered to subscribers, one per subscriber");
        _bySource = meter.CreateCounter<long>("wsactors.publications", description: "Publications accepted, by source");
        _latency = meter.CreateHistogram<double>(
            "wsactors.publish.latency", "s", "From a publication's acceptance to its hand-over to a socket, for the oldest one of each send");
        _answers = meter.CreateHistogram<double>(
            "wsactors.publish.duration", "s", "From a request to publish to its answer, for the admin API and the application of the node; a batch counts once");
        _duplicates = meter.CreateCounter<long>(
            "wsactors.publications.duplicates", description: "Publications recognised as repeated by their idempotency key");
    }

    /// <summary>Publications since the start.</summary>
    public long Total => _accepted.Value;

    /// <summary>Deliveries since the start.</summary>
    public long Deliveries => _deliveries.Value;

    public void Accepted(PublicationSource source, int deliveries)
    {
        _accepted.Increment();
        _bySource.Add(1, Label.Of("source", source.Label()));
        _deliveries.Add(deliveries);
    }

    /// <summary>Counts deliveries of a publication that another node has accepted.</summary>
    public void Delivered(int deliveries) => _deliveries.Add(deliveries);

    /// <summary>Counts a publication whose idempotency key was known already.</summary>
    public void Repeated() => _duplicates.Add(1);

    /// <param name="latency">From the publication's acceptance to its hand-over to the socket.</param>
    public void HandedToSocket(TimeSpan latency)
    {
        _latency.Record(latency.TotalSeconds);
        _latencies.Add(latency);
    }

    /// <summary>Records that a request to publish was answered, or that its answer did not come in time.</summary>
    public void Answered(TimeSpan duration) => _answers.Record(duration.TotalSeconds);

    /// <summary>Begins to follow the latency, as <see cref="HandedToSocket"/> records it.</summary>
    public DurationWindow FollowLatency() => new(_latencies);
}
