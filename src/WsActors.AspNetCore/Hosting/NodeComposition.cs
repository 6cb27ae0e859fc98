using WsActors.Actors.Access;
using WsActors.AspNetCore.Access;
using WsActors.AspNetCore.Authentication;
using WsActors.AspNetCore.Clustering;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Tls;
using WsActors.AspNetCore.Webhooks;
using WsActors.Cluster;
using WsActors.Protocol.Routing;

namespace WsActors.AspNetCore.Hosting;

/// <summary>Composes a node of its parts.</summary>
internal static class NodeComposition
{
    /// <summary>Time between the end of the drain and the shutdown timeout of the host, in which Kestrel and the actor system stop.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    /// <param name="services">The services of the host.</param>
    /// <param name="parts">The opened parts.</param>
    /// <param name="routes">Routes beside the server's own: how a host adds a client protocol.</param>
    /// <param name="application">The services of the application, among which there may be its authentication of clients.</param>
    public static void AddNode(
        this IServiceCollection services, NodeParts parts, IReadOnlyList<IClientRoute> routes, IServiceProvider application)
    {
        var configuration = parts.Configuration;
        services.AddStorage(parts.History);
        services.AddCluster(configuration.Cluster, ClusterCertificates.Load(configuration.Cluster));
        services.AddWebhooks(configuration.Webhooks);
        services.AddAuthenticator(configuration.Webhooks, application);
        services.AddPush(configuration, parts.Listener, routes);
        services.AddTokens(configuration, next: ApplicationOf);
        services.AddApiKeys(configuration, next: provider => provider.GetService<TokenAccess>() ?? ApplicationOf(provider));
        services.AddTls(configuration.Tls, parts.Identities);
    }

    /// <summary>The time that the host must give the node to stop: for the drain, for leaving the cluster, and for the actors.</summary>
    public static TimeSpan TimeToStop(ServerConfiguration configuration) =>
        configuration.Server.Drain.Timeout + StopGrace + (configuration.Cluster.IsOn() ? ClusterConfiguration.LeavingTime : TimeSpan.Zero);

    // The step at which the application decides, in one of two ways; null if it does not.
    private static IAccess? ApplicationOf(IServiceProvider node) =>
        node.GetService<AuthenticatorAccess>() ?? (IAccess?)node.GetService<WebhookAccess>();
}
