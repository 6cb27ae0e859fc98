using System.Diagnostics.Metrics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for close frames. Safe on any thread.</summary>
public sealed class CloseTelemetry
{
    private readonly AtomicCounter _allSlowConsumers = new();
    private readonly Counter<long> _closes;
    private readonly Counter<long> _slowConsumers;

    internal CloseTelemetry(Meter meter)
    {
        _closes = meter.CreateCounter<long>(
            "wsactors.closes", description: "Close frames, by code name and the side that closed first");
        _slowConsumers = meter.CreateCounter<long>(
            "wsactors.slow_consumers", description: "Connections closed because they read too slowly");
    }

    /// <summary>Connections since the start that were closed because they read too slowly.</summary>
    public long SlowConsumers => _allSlowConsumers.Value;

    public void ByClient(CloseCode code) => _closes.Add(1, Label.Of("code", code.Name), Label.Of("side", "client"));

    public void ByServer(CloseCode code)
    {
        _closes.Add(1, Label.Of("code", code.Name), Label.Of("side", "server"));
        if (code != CloseCode.SlowConsumer)
            return;

        _allSlowConsumers.Increment();
        _slowConsumers.Add(1);
    }
}
