using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for the drain. Safe on any thread.</summary>
public sealed class DrainTelemetry
{
    private volatile bool _isActive;

    internal DrainTelemetry(Meter meter, ConnectionTelemetry connections)
    {
        meter.CreateObservableUpDownCounter(
            "wsactors.drain.active", () => _isActive ? 1 : 0, description: "1 while the node drains");
        meter.CreateObservableUpDownCounter(
            "wsactors.drain.remaining_connections",
            () => _isActive ? connections.Total : 0,
            description: "Connections that the drain has yet to close");
    }

    public bool IsActive => _isActive;

    public void Began() => _isActive = true;
}
