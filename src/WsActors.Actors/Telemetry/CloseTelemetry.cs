using System.Diagnostics.Metrics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for close frames. Safe on any thread.</summary>
public sealed class CloseTelemetry
{
    private readonly Counter<long> _closes;
    private readonly Counter<long> _slowConsumers;

    internal CloseTelemetry(Meter meter)
    {
        _closes = meter.CreateCounter<long>(
            "wsactors.closes", description: "Close frames, by code name and the side that closed first");
        _slowConsumers = meter.CreateCounter<long>(
            "wsactors.slow_consumers", description: "Connections closed because they read too slowly");
    }

    public void ByClient(CloseCode code) => _closes.Add(1, Label.Of("code", code.Name), Label.Of("side", "client"));

    public void ByServer(CloseCode code)
    {
        _closes.Add(1, Label.Of("code", code.Name), Label.Of("side", "server"));
        if (code == CloseCode.SlowConsumer)
            _slowConsumers.Add(1);
    }
}
