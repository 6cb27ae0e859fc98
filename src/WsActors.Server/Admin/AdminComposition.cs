using System.Net;
using System.Text.Json.Serialization;
using WsActors.Server.Options;
using WsActors.Server.Tls;

namespace WsActors.Server.Admin;

/// <summary>Composes the admin listener: Kestrel, errors, API keys and endpoints.</summary>
internal static class AdminComposition
{
    /// <param name="builder">The host.</param>
    /// <param name="options">The settings.</param>
    /// <param name="identity">The certificates for TLS; null for plain HTTP.</param>
    public static void AddAdmin(this WebApplicationBuilder builder, AdminOptions options, TlsIdentity? identity)
    {
        var connections = new AdminConnections(options);
        var door = new AdminDoor(options, connections);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = options.FirstRequestTimeout;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Listen(new IPEndPoint(options.Address, options.Port), listen =>
            {
                listen.Use(next => connection => door.ServeAsync(connection, next));
                if (identity is not null)
                    listen.UseTls(identity);
            });
        });
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<FaultHandler>();

        // Binding errors go to FaultHandler, which explains them, in every environment.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);

        // Numbers are written and described as numbers, not as strings.
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        builder.Services.AddOpenApi("v1", ApiDescription.Configure);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(connections);
    }

    public static void MapAdmin(this WebApplication app)
    {
        app.UseMiddleware<AdminDoorMiddleware>();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => Problems.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseMiddleware<RequestPathMiddleware>();
        app.UseRouting();
        app.UseMiddleware<HostMiddleware>();
        app.UseMiddleware<ApiKeyMiddleware>();
        app.UseMiddleware<CrossOriginWriteGuard>();
        app.UseMiddleware<PathNamesMiddleware>();

        app.MapGroup("").WithTags("Health").MapHealth();
        app.MapIndex();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapOpenApi("/openapi/{documentName}.json");

        var api = app.MapGroup("/api");
        api.MapGroup("").WithTags("Publishing").MapPublishing();
        api.MapGroup("").WithTags("Topics").MapTopics();
        api.MapGroup("").WithTags("History").MapHistory();
        api.MapGroup("").WithTags("Presence").MapMembers();
        api.MapGroup("").WithTags("Connections").MapConnections();
        api.MapGroup("").WithTags("Users").MapUsers();
        api.MapGroup("").WithTags("Node").MapNode();
        api.MapGroup("").WithTags("Cluster").MapCluster();
    }
}
