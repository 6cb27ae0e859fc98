using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WsActors.AspNetCore.Authentication;

namespace WsActors.Server.Tests.Embedding;

/// <summary>The application of docs/embedding.md that authenticates clients by its sessions; a test compares the document to it.</summary>
internal static class SessionApp
{
    public static void Build(WebApplicationBuilder builder, Sessions sessions)
    {
        builder.Services.AddWsActors(options => options.AuthenticateClients(async (request, cancellation) =>
            request.Token is { } token && await sessions.FindAsync(token, cancellation) is { } session
                ? ClientDecision.Accept(new ClientIdentity
                {
                    User = session.User,
                    Subscribe = [$"users.{session.User}.*", "news.*"],
                    ExpiresAt = session.ExpiresAt,
                })
                : ClientDecision.Unauthorized("sign in again")));
    }

    /// <summary>The sessions of the application.</summary>
    public sealed class Sessions(string known, string user)
    {
        public async Task<Session?> FindAsync(string token, CancellationToken cancellation)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            return token == known ? new Session(user, DateTimeOffset.UtcNow.AddHours(1)) : null;
        }
    }

    /// <summary>A session.</summary>
    public sealed record Session(string User, DateTimeOffset ExpiresAt);
}
