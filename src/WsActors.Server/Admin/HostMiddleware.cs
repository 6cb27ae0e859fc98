using System.Net;
using WsActors.AspNetCore.Admin;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Http;

namespace WsActors.Server.Admin;

/// <summary>
/// Allows requests for the configured host names only, and for loopback names only if the listener is on loopback without keys. Other
/// names may belong to a page that uses DNS rebinding to read the API. With keys and without configured names nothing is checked,
/// because such a page has no key. Liveness and readiness accept every name, because orchestrators use the container's address.
/// </summary>
internal sealed class HostMiddleware(RequestDelegate next, AdminOptions options)
{
    private readonly HostPolicy _hosts = new(
        options.AllowedHosts.Select(HostPattern.Parse), IPAddress.IsLoopback(options.Address) && !options.HasKeys);

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.Value is "/healthz" or "/readyz" || _hosts.Allows(context.Request.Host.Value)
            ? next(context)
            : Problems.Of(
                StatusCodes.Status403Forbidden,
                Problems.HostNotAllowed,
                $"the host name {context.Request.Host.Host} is not allowed; add it to WsActors:Admin:AllowedHosts")
                .ExecuteAsync(context);
}
