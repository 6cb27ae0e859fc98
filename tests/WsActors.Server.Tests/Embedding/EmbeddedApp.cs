using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WsActors.Client;

namespace WsActors.Server.Tests.Embedding;

/// <summary>An application of a user, with the push server in it, over real sockets on free ports.</summary>
internal sealed class EmbeddedApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmbeddedApp(WebApplication app, HttpClient http, Uri push) => (_app, Http, Push) = (app, http, push);

    /// <summary>A client of the application's own server.</summary>
    public HttpClient Http { get; }

    /// <summary>The address for clients.</summary>
    public Uri Push { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<EmbeddedApp> StartAsync(Action<WebApplicationBuilder> build, Action<WebApplication> map)
    {
        var app = Build(build, map);
        try
        {
            await app.StartAsync();
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            var http = new HttpClient { BaseAddress = new Uri(address) };
            http.DefaultRequestHeaders.Add(NamedUser.Header, "operator");
            var node = await http.GetFromJsonAsync<JsonElement>("wsactors/api/node");
            return new EmbeddedApp(app, http, new Uri($"ws://{node.GetProperty("pushAddress").GetString()}/connect"));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Builds the application without starting it.</summary>
    public static WebApplication Build(Action<WebApplicationBuilder> build, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();

        // Its file of settings is the server's, which lies in the same folder.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["WsActors:Push:Port"] = "0",
            ["WsActors:Push:WarmUp"] = "false",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        build(builder);
        var app = builder.Build();
        map(app);
        return app;
    }

    public WsActorsClient Connect() => new(Push);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>The application's own authentication, which accepts any user name.</summary>
internal sealed class NamedUser(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-User";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers[Header] is [{ } name]
        ? AuthenticateResult.Success(new AuthenticationTicket(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Scheme.Name)), Scheme.Name))
        : AuthenticateResult.NoResult());
}
