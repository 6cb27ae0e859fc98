using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for clients' commands. Safe on any thread.</summary>
public sealed class CommandTelemetry
{
    private readonly Counter<long> _refused;

    internal CommandTelemetry(Meter meter) => _refused = meter.CreateCounter<long>(
        "wsactors.commands.refused", description: "Commands refused because the client sent too many in a short time");

    /// <summary>Counts a command that exceeded its client's rate.</summary>
    public void Refused() => _refused.Add(1);
}
