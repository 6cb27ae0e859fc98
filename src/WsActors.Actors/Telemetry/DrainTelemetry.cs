using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for drains and rebalances. Safe on any thread.</summary>
public sealed class DrainTelemetry
{
    private readonly Counter<long> _goodbyes;
    private volatile bool _isActive;
    private volatile int _moving;

    internal DrainTelemetry(Meter meter, ConnectionTelemetry connections)
    {
        meter.CreateObservableUpDownCounter(
            "wsactors.drain.active", () => _isActive ? 1 : 0, description: "1 while the node drains");
        meter.CreateObservableUpDownCounter(
            "wsactors.drain.remaining_connections",
            () => _isActive ? connections.Total : 0,
            description: "Connections that the drain has yet to close");
        meter.CreateObservableUpDownCounter(
            "wsactors.rebalance.remaining_connections", () => _moving, description: "Connections that a rebalance has yet to close");
        _goodbyes = meter.CreateCounter<long>("wsactors.goodbyes", description: "Connections that the node sent away, by cause");
    }

    public bool IsActive => _isActive;

    public void Began() => _isActive = true;

    public void Aborted() => _isActive = false;

    /// <param name="remaining">Connections that a rebalance has yet to close.</param>
    public void Rebalancing(int remaining) => _moving = remaining;

    /// <param name="cause">The reason in the goodbye, one of a few.</param>
    public void SaidGoodbye(string cause) => _goodbyes.Add(1, Label.Of("cause", cause));
}
