using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Node;

namespace WsActors.Server.Hosting;

/// <summary>Cuts the drain short on a second signal.</summary>
internal sealed partial class HurriedDrain(ProcessSignals signals, PushNode node, ServerTelemetry telemetry, ILogger<HurriedDrain> log)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        signals.Hurried += Hurry;
        return Task.CompletedTask;
    }

    // The node drains before any service stops.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        signals.Hurried -= Hurry;
        return Task.CompletedTask;
    }

    private void Hurry()
    {
        LogHurried(telemetry.Connections.Total);
        node.Drain.Hurry();
    }

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "A second signal cuts the drain short; connections cut: {Connections}")]
    private partial void LogHurried(long connections);
}
