using System.Diagnostics.Metrics;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for what waits to be sent, and for what slow readers do not get. Safe on any thread.</summary>
public sealed class OutboxTelemetry
{
    private readonly AtomicCounter _bytes = new();
    private readonly AtomicCounter _allDropped = new();
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _sheds;
    private readonly Histogram<double> _waits;

    internal OutboxTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter("wsactors.outbox", () => Bytes, "By", "Bytes that wait for slow readers");
        _dropped = meter.CreateCounter<long>(
            "wsactors.messages.dropped", description: "Messages not delivered, by delivery policy");
        _sheds = meter.CreateCounter<long>(
            "wsactors.outbox.sheds", description: "Slow readers shed because all outboxes together held too much, by outcome");
        _waits = meter.CreateHistogram<double>(
            "wsactors.outbox.wait", "s", "Time that a publication waited for a reader that was behind, for the oldest one of each send");
    }

    /// <summary>Bytes that wait in all outboxes.</summary>
    public long Bytes => _bytes.Value;

    /// <summary>Messages since the start that slow readers did not get.</summary>
    public long DroppedMessages => _allDropped.Value;

    public void Changed(int bytes) => _bytes.Add(bytes);

    public void Dropped(DeliveryPolicy policy, int count)
    {
        if (count <= 0)
            return;

        _allDropped.Add(count);
        _dropped.Add(count, Label.Of("policy", PolicyLabel(policy)));
    }

    /// <summary>Records that a publication was sent which had to wait for its reader. Readers that keep up are not measured.</summary>
    public void Waited(TimeSpan duration) => _waits.Record(duration.TotalSeconds);

    /// <param name="outcome">"dropped" if dropping messages was enough, "closed" if the connection was closed.</param>
    public void Shed(string outcome) => _sheds.Add(1, Label.Of("outcome", outcome));

    private static string PolicyLabel(DeliveryPolicy policy) => policy switch
    {
        DeliveryPolicy.Latest => "latest",
        DeliveryPolicy.DropOldest => "drop_oldest",
        _ => "every",
    };
}
