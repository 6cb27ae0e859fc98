using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Admin;

/// <summary>
/// Admits connections to the admin listener, below TLS and HTTP, and closes those that send no request. Kestrel itself would wait two
/// minutes for the first request.
/// </summary>
internal sealed class AdminDoor(AdminOptions options, AdminConnections connections)
{
    /// <summary>Serves a connection from its start to its end.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="next">TLS and HTTP.</param>
    public async Task ServeAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var connection = new AdminConnection((context.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None, context.Abort);
        if (!connections.TryEnter(connection, out var leaving))
        {
            context.Abort();
            return;
        }

        leaving?.Abort();
        try
        {
            context.Features.Set(connection);
            CutWhenSilent(context, connection);
            await next(context);
        }
        finally
        {
            connections.Leave(connection);
        }
    }

    // Kestrel's heartbeat, which runs once per second for all connections.
    private void CutWhenSilent(ConnectionContext context, AdminConnection connection)
    {
        var acceptedAt = TimeProvider.System.GetTimestamp();
        context.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
            _ =>
            {
                if (!connection.HasAsked && TimeProvider.System.GetElapsedTime(acceptedAt) >= options.FirstRequestTimeout)
                    connection.Abort();
            },
            connection);
    }
}
