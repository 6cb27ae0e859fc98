using WsActors.Actors.Telemetry;
using WsActors.Actors.Transport;
using WsActors.Actors.Transport.Epoll;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Hosting;

/// <summary>
/// Reports when the node is ready, and drains it before anything stops. The shutdown of the actor system would be too late, because
/// Kestrel, and readiness with it, has stopped by then.
/// </summary>
internal sealed partial class PushHost(
    PushNode node,
    NodeState state,
    ServerConfiguration configuration,
    IListener listener,
    ServerTelemetry telemetry,
    ILogger<PushHost> log)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => node.ResolveAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        LogPushListener(
            configuration.Tls.IsOnForPush ? "wss" : "ws", listener.LocalEndPoint, listener is EpollListener ? "epoll" : "sockets");
        if (configuration.LoweredTo is { } openFiles)
            LogLowered(configuration.Server.Push.MaxConnections, configuration.Admin.MaxConnections, openFiles);
        if (state.InjectsFaults)
            LogFaultInjection();
        state.Become(NodeState.Ready);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogDrainBegins(telemetry.Connections.Total);
        var drained = await node.Drain.RunAsync(cancellationToken);
        LogDrained(drained.Closed, drained.Cut);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Push listener on {Scheme}://{EndPoint} over {Transport}")]
    private partial void LogPushListener(string scheme, System.Net.EndPoint endPoint, string transport);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "Connections are limited to {Connections} push and {AdminConnections} admin connections, fewer than the settings allow, because this process may open {OpenFiles} files. To allow more, raise that limit (LimitNOFILE=, ulimit -n)")]
    private partial void LogLowered(int connections, int adminConnections, int openFiles);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "Fault injection is on (WsActors:FaultInjection:Enabled): the admin API may delay, drop and duplicate messages and close connections on purpose. This is for tests; switch it off where real clients connect")]
    private partial void LogFaultInjection();

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Draining; connections: {Connections}")]
    private partial void LogDrainBegins(long connections);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "Drained; connections closed: {Closed}, cut: {Cut}")]
    private partial void LogDrained(int closed, int cut);
}
