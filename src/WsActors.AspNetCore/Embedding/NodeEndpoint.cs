using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using WsActors.AspNetCore.Admin;
using WsActors.AspNetCore.Hosting;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Embedding;

/// <summary>
/// Runs an endpoint of the admin API in an application: with the node's services, the node's errors, and the checks that the server's listener
/// makes otherwise.
/// </summary>
internal sealed class NodeEndpoint(RequestDelegate next)
{
    private const string AuthorizationRequired = "authorization_required";
    private const string NotReady = "not_ready";

    /// <summary>A convention for the endpoints of the API.</summary>
    public static void Wrap(EndpointBuilder builder)
    {
        if (builder.RequestDelegate is { } next)
            builder.RequestDelegate = new NodeEndpoint(next).InvokeAsync;
    }

    private async Task InvokeAsync(HttpContext context)
    {
        var application = context.RequestServices;
        var host = application.GetRequiredService<NodeHost>();
        if (!host.IsOfProgram && FaultOf(context, application) is { } fault)
        {
            await fault.ExecuteAsync(context);
            return;
        }

        if (host.Services is not { } services)
        {
            await Problems.Of(StatusCodes.Status503ServiceUnavailable, NotReady, "the node has not started, or has ended").ExecuteAsync(context);
            return;
        }

        // Handlers, and the results that they return, find the node's services and its JSON.
        context.RequestServices = services;
        try
        {
            await RunAsync(context, services.GetRequiredService<AdminOptions>());
        }
        finally
        {
            context.RequestServices = application;
        }
    }

    private async Task RunAsync(HttpContext context, AdminOptions options)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.MaxBodyBytes;
        try
        {
            await next(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && Faults.ProblemOf(fault, context.Request.Query, options) is { } problem)
        {
            await problem.ExecuteAsync(context);
        }

        // A query that the framework cannot read has no body yet, unless the application has such errors thrown.
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest } && QueryFault.Of(context.Request.Query) is { } query)
            await Problems.BadRequest(Problems.MalformedRequest, query).ExecuteAsync(context);
    }

    private static IResult? FaultOf(HttpContext context, IServiceProvider application)
    {
        var endpoint = (RouteEndpoint)context.GetEndpoint()!;
        if (!IsAuthorized(context, endpoint.Metadata, application))
            return Problems.Of(
                StatusCodes.Status403Forbidden,
                AuthorizationRequired,
                "only requests from the same machine are answered without authorization: call MapWsActors().RequireAuthorization(), or AllowAnonymous() to open the API");
        if (!IsOwnOrigin(context, endpoint.Metadata))
            return Problems.Of(
                StatusCodes.Status403Forbidden,
                Problems.ForeignPage,
                "requests from pages of other origins are refused: call MapWsActors().RequireCors(…) to allow some");
        return RouteNames.TryDecode(context, endpoint.RoutePattern, out var fault) ? null : fault;
    }

    // A proxy on this machine passes on requests from elsewhere.
    private static bool IsAuthorized(HttpContext context, EndpointMetadataCollection metadata, IServiceProvider application) =>
        metadata.GetMetadata<IAuthorizeData>() is not null
        || metadata.GetMetadata<AuthorizationPolicy>() is not null
        || metadata.GetMetadata<IAllowAnonymous>() is not null
        || application.GetService<IOptions<AuthorizationOptions>>()?.Value.FallbackPolicy is not null
        || (context.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address) && !IsForwarded(context.Request.Headers));

    private static bool IsForwarded(IHeaderDictionary headers) => headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded");

    // Browsers send Origin with such requests (Fetch standard), and cookies with them if the application allows it.
    private static bool IsOwnOrigin(HttpContext context, EndpointMetadataCollection metadata) =>
        HttpMethods.IsGet(context.Request.Method)
        || context.Request.Headers.Origin is not [{ } origin]
        || origin == $"{context.Request.Scheme}://{context.Request.Host.Value}"
        || metadata.GetMetadata<ICorsMetadata>() is not null;
}
