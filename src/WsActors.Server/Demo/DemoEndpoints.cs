using System.Net;
using WsActors.Actors.Transport;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Demo;

/// <summary>
/// Serves the demo page, with which a developer subscribes and publishes, if the admin listener is on loopback. Its files are part of the
/// program and need no build step: the client is the built package <c>wsactors</c>, which a test compares with its sources.
/// </summary>
internal static class DemoEndpoints
{
    private const string Page = "demo.html";
    private const string PushPlaceholder = "{{push}}";

    private static readonly IReadOnlyDictionary<string, string> TypesOfFiles = new Dictionary<string, string>
    {
        ["demo.css"] = "text/css",
        ["demo.js"] = "text/javascript",
        ["wsactors.js"] = "text/javascript",
    };

    /// <param name="routes">The routes of the admin listener.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="listener">The push listener, to which the page connects.</param>
    public static void MapDemo(this IEndpointRouteBuilder routes, ServerConfiguration configuration, IListener listener)
    {
        if (!IPAddress.IsLoopback(configuration.Admin.Address))
            return;

        var address = new PushAddress((IPEndPoint)listener.LocalEndPoint, configuration.Tls.IsOnForPush, configuration.Server.Push.PathBase);
        routes.MapGet("/demo", request => WriteAsync(request.Response, Page, "text/html", address.For(request.Request.Host.Host))).ExcludeFromDescription();
        foreach (var (file, type) in TypesOfFiles)
            routes.MapGet($"/demo/{file}", request => WriteAsync(request.Response, file, type, push: null)).ExcludeFromDescription();
    }

    // Everything that the page uses comes from here, but for the connection to the push listener and its event streams.
    private static Task WriteAsync(HttpResponse response, string file, string type, Uri? push)
    {
        var headers = response.Headers;
        headers.ContentType = $"{type}; charset=utf-8";
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (push is null)
            return response.WriteAsync(Read(file));

        var origin = push.GetLeftPart(UriPartial.Authority);
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + $"connect-src 'self' {origin} {origin.Replace("ws", "http", StringComparison.Ordinal)}";
        return response.WriteAsync(Read(file).Replace(PushPlaceholder, push.AbsoluteUri, StringComparison.Ordinal));
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(DemoEndpoints).Assembly.GetManifestResourceStream($"Demo/{file}")!);
        return reader.ReadToEnd();
    }
}
