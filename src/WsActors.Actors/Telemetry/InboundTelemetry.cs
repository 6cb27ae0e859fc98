using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for what clients have begun and not finished. Safe on any thread.</summary>
public sealed class InboundTelemetry
{
    private readonly AtomicCounter _heldBytes = new();
    private readonly Counter<long> _sheds;

    internal InboundTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "wsactors.inbound", () => _heldBytes.Value, "By", "Bytes that unfinished requests and messages of clients hold");
        _sheds = meter.CreateCounter<long>(
            "wsactors.inbound.sheds", description: "Connections closed because all unfinished messages together held too much");
    }

    public long HeldBytes => _heldBytes.Value;

    public void HeldBytesChanged(int bytes) => _heldBytes.Add(bytes);

    /// <summary>A connection was closed because all unfinished messages together held too much.</summary>
    public void Shed() => _sheds.Add(1);
}
