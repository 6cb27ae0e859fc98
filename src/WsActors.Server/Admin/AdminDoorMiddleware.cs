using Microsoft.AspNetCore.Http.Features;

namespace WsActors.Server.Admin;

/// <summary>Marks connections with a request in progress, which are not closed in favour of others.</summary>
internal sealed class AdminDoorMiddleware(RequestDelegate next, AdminConnections connections)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var connection = context.Features.GetRequiredFeature<AdminConnection>();
        connections.Begin(connection);
        try
        {
            await next(context);
        }
        finally
        {
            connections.End(connection);
        }
    }
}
