namespace WsActors.AspNetCore.Admin;

/// <summary>A problem that is over soon, with the time after which to try again in <c>Retry-After</c> (RFC 9110 §10.2.3).</summary>
/// <param name="problem">The problem.</param>
internal sealed class LaterProblem(IResult problem) : IResult
{
    // A topic of a cluster is without a home for some seconds; a client that asks once per second loses little.
    private const string Seconds = "1";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = Seconds;
        return problem.ExecuteAsync(httpContext);
    }
}
