using System.Net;
using WsActors.Actors.Transport;
using WsActors.AspNetCore.Options;
using WsActors.Server.Admin;
using WsActors.Server.Demo;

namespace WsActors.Server.WebConsole;

/// <summary>
/// Serves the console, a page for operators, at <c>/</c> to browsers, and an overview of the API as text to all others. The page and its files
/// hold no data, so they need no API key; the page asks for one and sends it with its requests.
/// </summary>
internal static class ConsoleEndpoints
{
    private const string Html = "text/html";
    private const string Page = "console.html";

    private const string Overview =
        """
        WsActors admin listener

        GET  /                              in a browser: the console
        POST /api/topics/{topic}/messages   publish the request body
        GET  /api/topics                    topics
        GET  /api/connections               connections
        GET  /api/node                      this node
        GET  /api/cluster                   the cluster
        GET  /openapi/v1.json               the whole API, described
        GET  /demo                          a page to try it, if this listener is on loopback
        GET  /metrics                       Prometheus
        GET  /healthz, /readyz              liveness, readiness

        """;

    /// <param name="routes">The routes of the admin listener.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="listener">The push listener, to which the page connects for its live figures.</param>
    public static void MapConsole(this IEndpointRouteBuilder routes, ServerConfiguration configuration, IListener listener)
    {
        var push = PushAddressOf(configuration, listener);
        routes.MapGet("/", context => AcceptsHtml(context.Request) ? WritePageAsync(context, push(context.Request)) : WriteOverviewAsync(context.Response))
            .WithMetadata(new KeylessPage(AcceptsHtml))
            .ExcludeFromDescription();
        foreach (var file in ConsoleFile.All.Where(file => file.Name != Page))
        {
            routes.MapGet($"/console/{file.Name}", context => WriteAsync(context, file))
                .WithMetadata(new KeylessPage(_ => true))
                .ExcludeFromDescription();
        }

        routes.MapPost("/api/console/ticket", (HttpRequest request, ConsoleTickets tickets) => Issue(tickets, push(request), configuration.Cluster.IsOn()))
            .WithTags("Console")
            .WithName("createConsoleTicket")
            .WithSummary("Returns a token with which the console reads the node's live figures from the push listener")
            .WithDescription("The token is valid for 15 minutes and for this process. It opens the topics $node.*, $cluster.* and $audit for reading, and nothing else.")
            .Produces<TicketAnswer>();
    }

    private static Func<HttpRequest, Uri> PushAddressOf(ServerConfiguration configuration, IListener listener)
    {
        if (configuration.Admin.ConsolePushAddress is { Length: > 0 } configured)
            return _ => new Uri(configured);

        var address = new PushAddress((IPEndPoint)listener.LocalEndPoint, configuration.Tls.IsOnForPush, configuration.Server.Push.PathBase);
        return request => address.For(request.Host.Host);
    }

    // "*/*" is what curl sends, and a script wants no page.
    private static bool AcceptsHtml(HttpRequest request) => request.GetTypedHeaders().Accept.Any(
        type => type.MediaType.Equals(Html, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    private static IResult Issue(ConsoleTickets tickets, Uri push, bool isInCluster)
    {
        var ticket = tickets.Issue();
        return Results.Ok(new TicketAnswer(ticket.Token, ticket.ExpiresAt, push.AbsoluteUri, isInCluster));
    }

    private static Task WriteOverviewAsync(HttpResponse response)
    {
        response.Headers.Vary = "Accept";
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(Overview);
    }

    // Everything that the page uses comes from here, but for the connection to the push listener.
    private static Task WritePageAsync(HttpContext context, Uri push)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Accept";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + $"connect-src 'self' {push.GetLeftPart(UriPartial.Authority)}";
        return WriteAsync(context, ConsoleFile.All.Single(file => file.Name == Page), isPage: true);
    }

    private static Task WriteAsync(HttpContext context, ConsoleFile file, bool isPage = false)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (!isPage)
        {
            headers.ETag = file.Tag;
            if (context.Request.Headers.IfNoneMatch == file.Tag)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        headers.ContentType = $"{file.Type}; charset=utf-8";
        headers.ContentLength = file.Content.Length;
        return context.Response.Body.WriteAsync(file.Content, context.RequestAborted).AsTask();
    }
}
