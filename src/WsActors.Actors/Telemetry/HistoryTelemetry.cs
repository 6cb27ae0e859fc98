using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for topics' histories and the clients that return to them. Safe on any thread.</summary>
public sealed class HistoryTelemetry
{
    private readonly AtomicCounter _bytes = new();
    private readonly Counter<long> _recoveries;
    private readonly Counter<long> _replayed;

    internal HistoryTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "wsactors.history", () => _bytes.Value, "By", "Bytes that the histories of all topics hold");
        _recoveries = meter.CreateCounter<long>(
            "wsactors.recoveries", description: "Subscriptions that asked for missed messages, by outcome");
        _replayed = meter.CreateCounter<long>(
            "wsactors.messages.replayed", description: "Missed messages sent to returning subscribers");
    }

    public void Changed(long bytes) => _bytes.Add(bytes);

    public void Recovered(bool complete) => _recoveries.Add(1, Label.Of("outcome", complete ? "complete" : "gap"));

    public void Replayed(int messages)
    {
        if (messages > 0)
            _replayed.Add(messages);
    }
}
