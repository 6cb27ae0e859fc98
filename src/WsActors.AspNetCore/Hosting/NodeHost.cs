using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using WsActors.AspNetCore.Clustering;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Hosting;

/// <summary>
/// Runs a node in an application. The node has a container of its own, which is made when the application starts, so that the node's services
/// and options never meet the application's. It takes its logging, its metrics and the end of the process from the application.
/// </summary>
/// <param name="application">The services of the application.</param>
/// <param name="settings">The settings.</param>
/// <param name="exit">Notes why the node ends.</param>
/// <param name="logging">The application's logging.</param>
/// <param name="metrics">The application's metrics.</param>
/// <param name="lifetime">Stops the application.</param>
/// <param name="log">Logs faults of the node's services.</param>
/// <param name="program">Null in an application of a user.</param>
internal sealed partial class NodeHost(
    IServiceProvider application,
    EmbeddedSettings settings,
    NodeExit exit,
    ILoggerFactory logging,
    IMeterFactory metrics,
    IHostApplicationLifetime lifetime,
    ILogger<NodeHost> log,
    NodeProgram? program = null)
    : IHostedLifecycleService, IAsyncDisposable
{
    private NodeParts? _parts;
    private volatile ServiceProvider? _services;
    private IReadOnlyList<IHostedService> _hosted = [];

    /// <summary>The services of the node; null before the start and after the end.</summary>
    public IServiceProvider? Services => _services;

    /// <summary>True if the application is nothing but this node, and its listener makes the checks of the admin API itself.</summary>
    public bool IsOfProgram => program is not null;

    /// <summary>Returns a service of the node.</summary>
    /// <exception cref="InvalidOperationException">The node has not started, or has ended.</exception>
    public T Require<T>()
        where T : class => (_services ?? throw new InvalidOperationException("the node has not started, or has ended")).GetRequiredService<T>();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="InvalidConfigurationException">A setting cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var services = Compose(program?.Parts ?? (_parts = await NodeParts.OpenAsync(settings.Configuration))).BuildServiceProvider();
        _services = services;
        _hosted = [.. services.GetServices<IHostedService>()];
        foreach (var service in _hosted.OfType<IHostedLifecycleService>())
            await service.StartingAsync(cancellationToken);
        foreach (var service in _hosted)
        {
            await service.StartAsync(cancellationToken);
            _ = (service as BackgroundService)?.ExecuteTask?.ContinueWith(
                OnFault, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _hosted.OfType<IHostedLifecycleService>())
            await service.StartedAsync(cancellationToken);
    }

    /// <summary>Drains the node.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _hosted.OfType<IHostedLifecycleService>().Reverse())
            await service.StoppingAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _hosted.Reverse())
            await service.StopAsync(cancellationToken);
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _hosted.OfType<IHostedLifecycleService>().Reverse())
            await service.StoppedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // The application's container disposes what it holds under two types twice.
        var (services, parts) = (_services, _parts);
        (_services, _parts) = (null, null);
        if (services is not null)
            await services.DisposeAsync();
        if (parts is not null)
            await parts.DisposeAsync();
    }

    private ServiceCollection Compose(NodeParts parts)
    {
        var services = new ServiceCollection();

        // Instances, which the container does not dispose: they stay the application's.
        services.AddSingleton(logging);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(metrics);
        services.AddSingleton(lifetime);
        services.AddSingleton(exit);
        services.AddSingleton(application.GetRequiredService<IConfiguration>());
        services.AddSingleton(parts.Configuration.Admin);

        // The API is written as in the server, whatever the application's own JSON looks like.
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddNode(parts, program?.Routes ?? [], application);
        program?.AddServices(services, application);
        return services;
    }

    // The host does the same with services of its own.
    private void OnFault(Task ended)
    {
        var fault = ended.Exception!.GetBaseException();
        LogFault(fault);
        lifetime.StopApplication();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Critical, Message = "A background service of the push node has failed, and the application stops")]
    private partial void LogFault(Exception fault);
}
