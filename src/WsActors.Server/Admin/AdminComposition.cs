using System.Net;
using System.Text.Json.Serialization;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Access;
using WsActors.AspNetCore.Admin;
using WsActors.AspNetCore.Hosting;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Tls;
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
        builder.Services.AddSingleton<AuditTopic>();
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton(TimeProvider.System);

        // Made for the first request, or with the pipeline: by then the node has started.
        builder.Services.AddSingleton(provider => provider.GetRequiredService<NodeHost>().Require<ApiKeys>());
        builder.Services.AddSingleton(provider => provider.GetRequiredService<NodeHost>().Require<ServerTelemetry>());
        builder.Services.AddSingleton(provider => provider.GetRequiredService<NodeHost>().Require<PushNode>());
        builder.Services.AddHostedService<AdminAddresses>();
    }

    /// <param name="app">The host.</param>
    /// <param name="injectsFaults">True if each answer reports that faults may be injected.</param>
    public static void MapAdmin(this WebApplication app, bool injectsFaults)
    {
        app.UseMiddleware<AdminDoorMiddleware>();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => Problems.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseMiddleware<RequestPathMiddleware>();
        app.UseRouting();
        app.UseMiddleware<HostMiddleware>();
        app.UseMiddleware<ApiKeyMiddleware>();
        app.UseMiddleware<AuditMiddleware>();
        app.UseMiddleware<CrossOriginWriteGuard>();
        app.UseMiddleware<PathNamesMiddleware>();
        if (injectsFaults)
            app.UseMiddleware<InjectionHeaderMiddleware>();

        app.MapGroup("").WithTags("Health").MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapOpenApi("/openapi/{documentName}.json");

        app.MapWsActors("");
    }
}
