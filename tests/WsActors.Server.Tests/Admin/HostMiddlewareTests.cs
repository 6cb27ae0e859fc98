using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsActors.AspNetCore.Options;
using WsActors.Server.Admin;

namespace WsActors.Server.Tests.Admin;

/// <summary>Under which names the admin API answers: with keys, with names, and with neither.</summary>
public sealed class HostMiddlewareTests
{
    private const string Key = "0123456789abcdef";

    private static readonly AdminOptions Bare = new();
    private static readonly AdminOptions Keyed = new() { ApiKeys = [Key], Address = IPAddress.Any };
    private static readonly AdminOptions KeyedOnLoopback = new() { ApiKeys = [Key] };
    private static readonly AdminOptions Named = new() { ApiKeys = [Key], Address = IPAddress.Any, AllowedHosts = ["admin.example.com", "wsactors-admin"] };

    [Theory]
    [InlineData("localhost:8081", true)]
    [InlineData("127.0.0.1:8081", true)]
    [InlineData("evil.example:8081", false)]
    public async Task Without_keys_it_answers_under_loopback_names(string host, bool answers) =>
        Assert.Equal(answers, await AnswersAsync(Bare, host));

    // A page whose name was made to point here has no key; containers are reached by names of services and by addresses.
    [Theory]
    [InlineData("server:8081")]
    [InlineData("10.244.0.7:8081")]
    public async Task With_keys_it_answers_under_every_name(string host)
    {
        Assert.True(await AnswersAsync(Keyed, host));
        Assert.True(await AnswersAsync(KeyedOnLoopback, host));
    }

    [Theory]
    [InlineData("admin.example.com", "/metrics", true)]
    [InlineData("wsactors-admin:8081", "/metrics", true)]
    [InlineData("localhost:8081", "/metrics", true)]
    [InlineData("10.244.0.7:8081", "/metrics", false)]
    [InlineData("10.244.0.7:8081", "/readyz", true)]
    [InlineData("10.244.0.7:8081", "/healthz", true)]
    [InlineData("evil.example", "/api/topics", false)]
    public async Task With_names_it_answers_under_those_and_to_probes_under_every_name(string host, string path, bool answers) =>
        Assert.Equal(answers, await AnswersAsync(Named, host, path));

    private static async Task<bool> AnswersAsync(AdminOptions options, string host, string path = "/api/topics")
    {
        var reached = false;
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = HttpMethods.Get;
        context.Request.Host = new HostString(host);
        context.Request.Path = path;
        await new HostMiddleware(
            _ =>
            {
                reached = true;
                return Task.CompletedTask;
            },
            options).InvokeAsync(context);

        Assert.Equal(reached ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden, context.Response.StatusCode);
        return reached;
    }
}
