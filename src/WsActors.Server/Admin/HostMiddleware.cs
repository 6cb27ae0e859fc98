using System.Net;
using WsActors.Protocol.Http;
using WsActors.Server.Options;

namespace WsActors.Server.Admin;

/// <summary>
/// Answers under the configured names only, and on loopback without keys under loopback names: a page whose name is made to point here
/// (DNS rebinding) could read everything else. With keys and without names nothing is checked, because such a page has no key.
/// Liveness and readiness answer under every name: orchestrators ask by the address that they gave the container.
/// </summary>
internal sealed class HostMiddleware(RequestDelegate next, AdminOptions options)
{
    private readonly HostPolicy _hosts = new(
        options.AllowedHosts.Select(HostPattern.Parse), IPAddress.IsLoopback(options.Address) && options.ApiKeys.Count == 0);

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.Value is "/healthz" or "/readyz" || _hosts.Allows(context.Request.Host.Value)
            ? next(context)
            : Problems.Of(
                StatusCodes.Status403Forbidden,
                Problems.HostNotAllowed,
                $"the admin API does not answer under the name {context.Request.Host.Host}: the operator allows names in WsActors:Admin:AllowedHosts")
                .ExecuteAsync(context);
}
