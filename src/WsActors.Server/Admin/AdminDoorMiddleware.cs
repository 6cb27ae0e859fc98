using Microsoft.AspNetCore.Http.Features;

namespace WsActors.Server.Admin;

/// <summary>Notes which connections have a request under way: they are not cut to make room for others.</summary>
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
