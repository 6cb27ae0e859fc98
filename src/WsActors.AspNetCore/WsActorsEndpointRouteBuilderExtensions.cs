using System.Diagnostics.CodeAnalysis;
using WsActors.AspNetCore.Admin;
using WsActors.AspNetCore.Embedding;
using WsActors.AspNetCore.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the admin API of an embedded node.</summary>
public static class WsActorsEndpointRouteBuilderExtensions
{
    /// <summary>Maps the admin API below a prefix, as in <c>POST {prefix}/api/topics/{topic}/messages</c>.</summary>
    /// <remarks>
    /// Give it the application's authorization: <c>app.MapWsActors().RequireAuthorization("operators")</c>. Without any, only requests from the
    /// same machine are answered. <c>AllowAnonymous()</c> opens it to everybody.
    /// </remarks>
    /// <param name="endpoints">The routes of the application.</param>
    /// <param name="prefix">The path below which the API is found.</param>
    /// <returns>The group of its endpoints, for authorization, rate limits and other conventions.</returns>
    /// <exception cref="InvalidOperationException">The application has no node: call <c>AddWsActors</c> first.</exception>
    public static RouteGroupBuilder MapWsActors(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "/wsactors")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<NodeHost>() is null)
            throw new InvalidOperationException("The application has no push node: call builder.Services.AddWsActors() first.");

        var group = endpoints.MapGroup(prefix);
        ((IEndpointConventionBuilder)group).Add(NodeEndpoint.Wrap);
        group.MapGroup("/api").MapApi();
        return group;
    }
}
