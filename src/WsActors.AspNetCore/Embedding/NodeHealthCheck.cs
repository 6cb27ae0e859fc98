using Microsoft.Extensions.Diagnostics.HealthChecks;
using WsActors.AspNetCore.Hosting;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Storage;
using WsActors.Cluster;

namespace WsActors.AspNetCore.Embedding;

/// <summary>Reports if the node accepts clients.</summary>
internal sealed class NodeHealthCheck(NodeHost host) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(host.Services is { } services ? Check(services) : HealthCheckResult.Unhealthy(NodeState.Starting));

    private static HealthCheckResult Check(IServiceProvider services)
    {
        var state = services.GetRequiredService<NodeState>();
        if (!state.IsReady)
            return HealthCheckResult.Unhealthy(state.Phase);
        if (services.GetService<NodeCluster>() is { HasJoined: false })
            return HealthCheckResult.Unhealthy("joining the cluster");

        return services.GetRequiredService<StorageState>().Fault is { } fault
            ? HealthCheckResult.Degraded($"durable topics refuse publications: {fault.Cause}")
            : HealthCheckResult.Healthy();
    }
}
