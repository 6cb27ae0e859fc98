using System.Diagnostics.Metrics;
using WsActors.Protocol.Faults;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for faults that are injected on purpose. Safe on any thread.</summary>
public sealed class FaultTelemetry
{
    private readonly Counter<long> _injected;
    private volatile int _active;

    internal FaultTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter("wsactors.faults.active", () => Active, description: "Faults that are injected on purpose now");
        _injected = meter.CreateCounter<long>(
            "wsactors.faults.injected", description: "Messages, sends and connections that were hit by an injected fault, by kind");
    }

    /// <summary>Faults that are injected now.</summary>
    public int Active => _active;

    public void Changed(int active) => _active = active;

    /// <param name="kind">The kind of the fault.</param>
    /// <param name="count">Messages that were dropped or duplicated, sends that were held back, or connections that were closed.</param>
    public void Injected(FaultKind kind, int count = 1) => _injected.Add(count, Label.Of("kind", FaultKindNames.NameOf(kind)));
}
