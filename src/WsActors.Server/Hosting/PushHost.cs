using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Transport;
using WsActors.Actors.Transport.Epoll;
using WsActors.Server.Node;
using WsActors.Server.Options;

namespace WsActors.Server.Hosting;

/// <summary>
/// Says when the node is up, and drains it before anything is stopped: by the time the actor system's own shutdown
/// runs, Kestrel and with it readiness would be gone.
/// </summary>
internal sealed partial class PushHost(
    PushNode node,
    NodeState state,
    ServerConfiguration configuration,
    IListener listener,
    IServer kestrel,
    ServerTelemetry telemetry,
    ProcessSignals signals,
    ILogger<PushHost> log)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        signals.HungUp += LogHangup;
        signals.Hurried += Hurry;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => node.ResolveAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        LogPushListener(
            configuration.Tls.IsOnForPush ? "wss" : "ws", listener.LocalEndPoint, listener is EpollListener ? "epoll" : "sockets");
        foreach (var address in kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses)
            LogAdminListener(address);
        if (configuration.LoweredTo is { } openFiles)
            LogLowered(configuration.Server.Push.MaxConnections, configuration.Admin.MaxConnections, openFiles);
        state.Become(NodeState.Ready);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogDrainBegins(telemetry.Connections.Total);
        var drained = await node.DrainAsync(cancellationToken);
        LogDrained(drained.Closed, drained.Cut);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        signals.HungUp -= LogHangup;
        signals.Hurried -= Hurry;
        return Task.CompletedTask;
    }

    private void Hurry()
    {
        LogHurried(telemetry.Connections.Total);
        node.HurryDrain();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Push listener on {Scheme}://{EndPoint} over {Transport}")]
    private partial void LogPushListener(string scheme, System.Net.EndPoint endPoint, string transport);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Admin API on {Address}")]
    private partial void LogAdminListener(string address);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "At most {Connections} push connections and {AdminConnections} admin connections, fewer than the settings allow: this process may open {OpenFiles} files. Raise that limit (LimitNOFILE=, ulimit -n) for more")]
    private partial void LogLowered(int connections, int adminConnections, int openFiles);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Draining {Connections} connections")]
    private partial void LogDrainBegins(long connections);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "Drained: {Closed} connections closed, {Cut} cut")]
    private partial void LogDrained(int closed, int cut);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "SIGHUP: nothing was reloaded. Settings are read at the start, so restart the node to change them; certificates and key sets are renewed without a signal")]
    private partial void LogHangup();

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "A second signal cuts the drain short: {Connections} connections are cut")]
    private partial void LogHurried(long connections);
}
