using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>The instruments of what outlives the process. Safe on any thread.</summary>
public sealed class StorageTelemetry
{
    private readonly AtomicCounter _waiting = new();
    private readonly AtomicCounter _bytes = new();
    private readonly AtomicCounter _topics = new();
    private readonly Histogram<double> _commits;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _failures;
    private volatile bool _available;

    internal StorageTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "wsactors.storage.size", () => _bytes.Value, "By", "Bytes on disk that the histories of durable topics take");
        meter.CreateObservableUpDownCounter(
            "wsactors.storage.topics", () => _topics.Value, description: "Durable topics on disk");
        meter.CreateObservableUpDownCounter(
            "wsactors.storage.waiting", () => _waiting.Value, "By", "Bytes of publications that wait for the disk");
        meter.CreateObservableUpDownCounter(
            "wsactors.storage.available", () => _available ? 1 : 0, description: "1 while durable topics can be published to, 0 where the disk fails or there is none");
        _commits = meter.CreateHistogram<double>(
            "wsactors.storage.commit.duration", "s", "From the first write of a group of publications to its safety on the disk");
        _messages = meter.CreateCounter<long>(
            "wsactors.storage.messages", description: "Publications that were brought to the disk");
        _failures = meter.CreateCounter<long>(
            "wsactors.storage.failures", description: "Requests of durable topics that failed, by cause");
    }

    public void Waiting(long bytes) => _waiting.Add(bytes);

    public void Committed(int messages, TimeSpan duration)
    {
        _messages.Add(messages);
        _commits.Record(duration.TotalSeconds);
    }

    public void Failed(string cause) => _failures.Add(1, Label.Of("cause", cause));

    public void Became(bool available) => _available = available;

    /// <summary>Records that the store has grown, or shrunk if a number is negative.</summary>
    public void Grew(long bytes, long topics)
    {
        _bytes.Add(bytes);
        _topics.Add(topics);
    }
}
